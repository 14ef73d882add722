import Casework
import Journal
import TestJournal
import Testing

@testable import Registrar

/// A closed journal of three requests: the first went all the way, the second waits for its citizen, the third is new.
/// Ten events in all.
func livedJournal() throws -> SmallJournal {
  let journal = try SmallJournal()
  let open = try OpenRegistry(journal)
  let requests = open.submit(1...3)
  try #require(requests.count == 3)
  let (first, second) = (requests[0], requests[1])
  let maker = open.maker
  let acts = [
    maker.act(.acknowledge, on: first, seeing: 1, by: FilingMaker.registry, number: 4),
    maker.act(.claim(lease: 0), on: first, seeing: 2, by: FilingMaker.registry, number: 5),
    maker.act(
      .refuse(reason: "incomplete"), on: first, seeing: 3, by: FilingMaker.registry, [(.note, "", "ناقص")],
      number: 6),
    maker.act(.confirm, on: first, seeing: 4, by: FilingMaker.citizen, number: 7),
    maker.act(
      .giveFeedback([SurveyNumber(question: "overall", number: 2)], .no), on: first, seeing: nil,
      by: FilingMaker.citizen, [(.feedbackText, "comment", "دیر شد")], number: 8),
    maker.act(.claim(lease: 0), on: second, seeing: 1, by: FilingMaker.otherRegistry, number: 9),
    maker.act(
      .askCitizen(["postal_code"]), on: second, seeing: 2, by: FilingMaker.otherRegistry,
      [(.question, "postal_code", "کد پستی؟")], number: 10),
  ]
  try #require(open.commit(acts).compactMap(\.acceptance).count == acts.count)
  return journal
}
