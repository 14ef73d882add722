import Casework
import Testing

@Suite("The survey")
struct SurveyTests {
  @Test("takes ratings from 1 to 5, counts up to 1,000, and no number for a text")
  func takesNumbers() {
    for (number, isRating) in [(0, false), (1, true), (5, true), (6, false)] as [(UInt32, Bool)] {
      #expect(Survey.overall.takes(number) == isRating)
      #expect(!Survey.comment.takes(number))
    }
    let count = Survey.rotating.first { $0.kind == .count }
    #expect(count?.takes(1_000) == true)
    #expect(count?.takes(1_001) == false)
  }

  @Test("asks of each request four questions, and each rotating one of as many requests")
  func rotates() {
    let turns = UInt64(Survey.rotating.count)
    let asked = (0..<turns).map { Survey.questions(turn: $0).map(\.code) }
    #expect(
      asked.allSatisfy { $0.count == 4 && $0[0] == "overall" && $0[1] == "trust" && $0[3] == "comment" })
    #expect(Set(asked.map { $0[2] }).count == Survey.rotating.count)
    #expect(Survey.questions(turn: turns).map(\.code) == asked[0])
  }
}
