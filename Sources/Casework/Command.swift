/// One thing that somebody wants done to one request.
public struct Command: Sendable, Equatable {
  public var act: Act
  public var actor: Actor
  /// The version that the actor saw. `nil` for the acts that depend on none: a submission, feedback.
  public var expectedVersion: UInt32?
  /// One for each personal value that the act brings, in the order in which the values are stored.
  public var commitments: [Commitment]
  /// The files that the act brings; at most `AttachmentReference.limit`.
  public var attachments: [AttachmentReference]

  public init(
    act: Act, actor: Actor, expectedVersion: UInt32?, commitments: [Commitment],
    attachments: [AttachmentReference] = []
  ) {
    self.act = act
    self.actor = actor
    self.expectedVersion = expectedVersion
    self.commitments = commitments
    self.attachments = attachments
  }
}
