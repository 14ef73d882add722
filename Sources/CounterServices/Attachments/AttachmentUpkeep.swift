import Attachments
import Casework
import GRPCServer
import Journal
import Registrar

// What has to be done about files that nobody asks for: streams that stand still, uploads that nobody goes on with, and whole files
// that never came into a request.

extension Desk {
  /// How often transfers are looked at: one that stood still between two looks ends.
  private static let lookMilliseconds = 30_000
  /// Looks between two rounds of upkeep: an hour.
  private static let looksARound = 120
  /// A whole file that no event holds is kept as long as an office's draft, which may name it.
  private static let unboundLifetime: Int64 = 30 * 86_400_000
  private static let filesARound = 256

  /// Called once, when the loop begins.
  ///
  /// The desk outlives its loop's timers as it outlives its calls. No weak reference to it: Swift would count it beside the object
  /// from then on, which each call would pay for (see `HealthService`).
  func beginUpkeep() {
    if loop.index == 0 { forgetUnbound() }
    loop.after(milliseconds: Self.lookMilliseconds) { [unowned self] in upkeep(round: 1) }
  }

  private func upkeep(round: Int) {
    for transfer in transfers.values { transfer.look() }
    if loop.index == 0 && round % Self.looksARound == 0 {
      counter.attachments.removeStale()
      forgetUnbound()
    }
    loop.after(milliseconds: Self.lookMilliseconds) { [unowned self] in upkeep(round: round + 1) }
  }

  /// Removes files that were uploaded and never used. First marks on the disk, then the rows, then the files: whatever is
  /// interrupted is brought in order at the next start.
  private func forgetUnbound() {
    let before = counter.clock() - Self.unboundLifetime
    let found: [AttachmentId]
    do throws(Refusal) {
      found = try read { () throws(JournalError) in
        try reader.unboundAttachments(before: before, limit: Self.filesARound)
      }
    } catch { return }
    if found.isEmpty { return }
    let desk = LoopBound(self, of: loop)
    counter.attachments.prepareRemoval(found) { marked in desk.use { $0.forget(marked) } }
  }

  private func forget(_ marked: [AttachmentId]) {
    if marked.isEmpty { return }
    let number = waiting.add(WaitingCalls.Entry(reference: nil, reply: .forgottenFiles(marked)))
    guard counter.put(.attachments(.forget(marked)), for: Ticket(desk: loop.index, number: number)) else {
      _ = waiting.remove(number)
      return counter.attachments.completeRemoval(marked, rowsAreGone: false)
    }
  }

  /// The writer has answered.
  func removeForgotten(_ marked: [AttachmentId], _ outcome: Outcome) {
    switch outcome {
    case .attachments(.forgotten(let gone)):
      counter.attachments.completeRemoval(gone, rowsAreGone: true)
      counter.attachments.completeRemoval(marked.filter { !gone.contains($0) }, rowsAreGone: false)
      if marked.count == Self.filesARound { forgetUnbound() }
    // Whether the rows are gone shows at the next start.
    case .perhapsStored: break
    default: counter.attachments.completeRemoval(marked, rowsAreGone: false)
    }
  }
}
