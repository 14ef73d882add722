import Casework

/// Why an upload does not begin.
public enum UploadRefusal: Error, Sendable, Equatable {
  /// The id was used for an upload that announced something else.
  case contentDiffers
  /// Another call of the same upload is being stored right now.
  case busy
  /// Too much is under way: in all, or of this caller.
  case tooManyTransfers
  /// What the caller or all together have announced and not finished is at its limit.
  case noRoom
}

/// The uploads that are not finished, with what they have announced. A value without I/O.
struct UnfinishedUploads {
  struct Entry {
    var name: PartialName
    /// Bytes that are in its file.
    var received: UInt64
    /// Unix milliseconds of the last byte.
    var touched: Int64
    /// Of the call that may write; rises with each.
    var owner: UInt64 = 0
    var isOpen = false
    /// The file is whole and its row is being stored.
    var isFinishing = false
    /// Bytes that it counts among all: what it announced while its call is there, then what has come. Else a few who announce
    /// much and send nothing would take the room of everybody for as long as unfinished uploads are kept.
    var reserved: UInt64 { isOpen ? name.size : received }
  }

  private(set) var entries: [AttachmentId: Entry] = [:]
  private var callers: [Int64: Caller] = [:]
  /// Reserved, and come, in all.
  private var bytes: UInt64 = 0
  private var receivedBytes: UInt64 = 0
  private(set) var transfers = 0
  private var owners: UInt64 = 0

  /// What one caller has under way.
  private struct Caller {
    var bytes: UInt64 = 0
    var unfinished = 0
    var transfers = 0
    var isIdle: Bool { unfinished == 0 && transfers == 0 }
  }

  /// Bytes that are reserved and have not come.
  var missing: UInt64 { bytes - min(bytes, receivedBytes) }

  /// Takes over what a restart has found.
  mutating func add(_ name: PartialName, received: UInt64, touched: Int64) {
    entries[name.id] = Entry(name: name, received: received, touched: touched)
    bytes += received
    receivedBytes += received
    callers[name.uploader, default: Caller()].bytes += name.size
    callers[name.uploader, default: Caller()].unfinished += 1
  }

  /// Begins or resumes an upload; a call of it that is still there loses it.
  /// - Parameter whole: bytes of the caller's whole files that no request holds yet.
  /// - Returns: the new owner's number.
  mutating func open(
    _ name: PartialName, whole: UInt64, now: Int64, _ limits: AttachmentLimits
  ) throws(UploadRefusal) -> UInt64 {
    if let entry = entries[name.id] {
      guard entry.name == name else { throw .contentDiffers }
      guard !entry.isFinishing else { throw .busy }
      if !entry.isOpen {
        let missing = name.size - min(name.size, entry.received)
        guard Self.fits(missing, beside: bytes, 0, in: limits.bytesUnfinished) else { throw .noRoom }
        try beginTransfer(name.uploader, limits)
      }
    } else {
      let caller = callers[name.uploader] ?? Caller()
      guard caller.unfinished < limits.unfinishedPerCaller,
        Self.fits(name.size, beside: caller.bytes, whole, in: limits.bytesPerCaller),
        Self.fits(name.size, beside: bytes, 0, in: limits.bytesUnfinished)
      else { throw .noRoom }
      try beginTransfer(name.uploader, limits)
      add(name, received: 0, touched: now)
    }
    owners += 1
    let owner = owners
    change(name.id) { entry in
      entry.owner = owner
      entry.isOpen = true
      entry.touched = now
    }
    return owner
  }

  private static func fits(_ size: UInt64, beside one: UInt64, _ other: UInt64, in limit: UInt64) -> Bool {
    let (sum, first) = one.addingReportingOverflow(other)
    let (total, second) = sum.addingReportingOverflow(size)
    return !first && !second && total <= limit
  }

  func isOwner(_ owner: UInt64, of id: AttachmentId) -> Bool { entries[id]?.owner == owner }

  mutating func received(_ id: AttachmentId, _ received: UInt64, now: Int64) {
    change(id) { entry in
      entry.received = received
      entry.touched = now
    }
  }

  /// Changes an upload, and with it what all have reserved and sent.
  private mutating func change(_ id: AttachmentId, _ change: (inout Entry) -> Void) {
    guard var entry = entries[id] else { return }
    bytes -= entry.reserved
    receivedBytes -= entry.received
    change(&entry)
    bytes += entry.reserved
    receivedBytes += entry.received
    entries[id] = entry
  }

  mutating func finishing(_ id: AttachmentId, _ isFinishing: Bool) { entries[id]?.isFinishing = isFinishing }

  /// The call that owned it is over; the upload can be resumed.
  mutating func close(_ id: AttachmentId, owner: UInt64) {
    guard let entry = entries[id], entry.owner == owner, entry.isOpen else { return }
    change(id) { $0.isOpen = false }
    endTransfer(entry.name.uploader)
  }

  /// It is finished or given up.
  mutating func remove(_ id: AttachmentId) {
    guard let entry = entries.removeValue(forKey: id) else { return }
    bytes -= entry.reserved
    receivedBytes -= entry.received
    callers[entry.name.uploader]?.bytes -= entry.name.size
    callers[entry.name.uploader]?.unfinished -= 1
    if entry.isOpen { endTransfer(entry.name.uploader) }
    forgetIfIdle(entry.name.uploader)
  }

  /// Those that nobody has written to since.
  func stale(since time: Int64) -> [PartialName] {
    entries.values.filter { !$0.isOpen && !$0.isFinishing && $0.touched < time }.map(\.name)
  }

  // MARK: Transfers: uploads and downloads under way

  mutating func beginTransfer(_ caller: Int64, _ limits: AttachmentLimits) throws(UploadRefusal) {
    guard transfers < limits.transfers,
      callers[caller, default: Caller()].transfers < limits.transfersPerCaller
    else { throw .tooManyTransfers }
    transfers += 1
    callers[caller, default: Caller()].transfers += 1
  }

  mutating func endTransfer(_ caller: Int64) {
    transfers -= 1
    callers[caller]?.transfers -= 1
    forgetIfIdle(caller)
  }

  private mutating func forgetIfIdle(_ caller: Int64) {
    if callers[caller]?.isIdle == true { callers[caller] = nil }
  }
}
