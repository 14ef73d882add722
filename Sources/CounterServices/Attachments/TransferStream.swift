import Attachments
import Casework
import GRPCServer
import Journal
import Registrar

/// An open Upload or Download. It ends when its caller may no longer transfer, and an upload when nothing comes.
class TransferStream: StreamHandler {
  unowned let desk: Desk
  /// nil once the call is over.
  private(set) var call: ServerCall?
  private var wasHeard = true

  init(_ desk: Desk, _ call: ServerCall) {
    self.desk = desk
    self.call = call
    super.init()
    desk.transfers[ObjectIdentifier(self)] = self
  }

  /// What the caller calls.
  var method: MethodName { preconditionFailure("a transfer has a method") }

  /// The caller has sent something.
  final func heard() { wasHeard = true }

  /// Nothing has come between two looks.
  func idle() {}

  /// Ends the call with an error, and what belongs to it.
  func refuseLater(_ refusal: Refusal) {
    if let call { desk.refuse(call, refusal) }
  }

  final func look() {
    if !wasHeard { idle() }
    wasHeard = false
  }

  /// The directory has changed.
  final func recheck() {
    guard let call else { return }
    do throws(Refusal) { _ = try desk.caller(call, method) } catch { refuseLater(error) }
  }

  override func ended(_ call: ServerCall, cause: EndCause) {
    self.call = nil
    desk.transfers[ObjectIdentifier(self)] = nil
  }
}
