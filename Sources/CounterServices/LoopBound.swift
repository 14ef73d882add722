import GRPCServer

/// Something that belongs to one loop's thread, on its way through another thread and back.
///
/// `@unchecked Sendable`: it is used in closures that its own loop executes, and nowhere else.
struct LoopBound<Value>: @unchecked Sendable {
  private let loop: LoopReference
  private let value: Value

  init(_ value: Value, of loop: LoopReference) {
    self.loop = loop
    self.value = value
  }

  /// Any thread.
  func use(_ body: @escaping @Sendable (Value) -> Void) {
    let value = self
    loop.execute { body(value.value) }
  }
}
