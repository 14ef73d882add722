/// Bytes on their way between a loop and a disk thread, in memory that is used again and again.
///
/// `@unchecked Sendable`: it has one user at a time, who hands it on and does not touch it until it comes back.
public final class Piece: @unchecked Sendable {
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  public private(set) var count = 0

  public init() {}

  deinit { memory.deallocate() }

  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory.prefix(count)) }

  public func append(_ bytes: UnsafeRawBufferPointer) {
    reserve(count + bytes.count)
    UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  public func clear() { count = 0 }

  /// Room for so many bytes in all, to be filled by `body`, which gives how many it has filled.
  func fill<Failure: Error>(
    _ capacity: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    count = 0
    reserve(capacity)
    count = try body(UnsafeMutableRawBufferPointer(rebasing: memory.prefix(capacity)))
  }

  private func reserve(_ capacity: Int) {
    if capacity <= memory.count { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(capacity, 2 * memory.count), alignment: 16)
    larger.copyMemory(from: bytes)
    memory.deallocate()
    memory = larger
  }
}
