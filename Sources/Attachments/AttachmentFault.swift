/// Why a file is not kept. Nothing of it stays but where a case says so.
public enum AttachmentFault: Error, Sendable, Equatable {
  /// The bytes are not those that were announced.
  case hashDiffers
  /// The content is none of the kinds that are allowed here.
  case typeNotAllowed
  /// It begins as a file of an allowed kind and does not go on as one.
  case malformed(ContentFlaw)
  /// The disk is full, or would be: less than `AttachmentLimits.freeBytesKept` would be left.
  case noRoom
  /// The disk failed at a step: what was tried, and `errno`.
  case disk(action: StaticString, errno: Int32)
  /// The same upload goes on in a newer call; its bytes stay.
  case takenOver
  /// There is no such file, or it ends before the offset.
  case missing

  public static func == (one: AttachmentFault, other: AttachmentFault) -> Bool {
    switch (one, other) {
    case (.hashDiffers, .hashDiffers), (.typeNotAllowed, .typeNotAllowed), (.noRoom, .noRoom),
      (.takenOver, .takenOver), (.missing, .missing):
      true
    case (.malformed(let one), .malformed(let other)): one == other
    case (.disk(_, let one), .disk(_, let other)): one == other
    default: false
    }
  }
}

/// What is wrong inside a file.
public enum ContentFlaw: String, Sendable, CaseIterable {
  /// It ends too early.
  case truncated
  /// A part is longer or shorter than its kind can be, or has a value that its kind cannot have.
  case badPart
  /// Parts stand in an order in which they cannot stand, or a needed one is missing.
  case badOrder
  /// A check sum does not fit.
  case badChecksum
  /// It uses a form that no usual program can show.
  case unusual
}
