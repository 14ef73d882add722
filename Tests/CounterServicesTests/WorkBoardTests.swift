import Testing

@testable import CounterServices

@Suite("The board of work streams")
struct WorkBoardTests {
  @Test("lets one stream at a time try a request")
  func oneClaims() {
    let board = WorkBoard()
    let (first, second) = (board.open(), board.open())
    #expect(board.take(7, for: first) && !board.take(7, for: second) && board.take(8, for: second))
    board.drop(7, by: second)
    #expect(!board.take(7, for: second))
    board.drop(7, by: first)
    #expect(board.take(7, for: second))
  }

  @Test("leaves a request with who has it out while another, who reads late, tries it and loses")
  func keepsHolder() {
    let board = WorkBoard()
    let (first, second) = (board.open(), board.open())
    _ = board.take(7, for: first)
    board.claimed(7, by: first)
    #expect(board.take(7, for: second))
    #expect(board.isOut(7, by: first) && !board.isOut(7, by: second))
    board.drop(7, by: second)
    #expect(board.isOut(7, by: first))
  }

  @Test("gives a request to who claims it after the lease of who had it out")
  func passesOn() {
    let board = WorkBoard()
    let (first, second) = (board.open(), board.open())
    _ = board.take(7, for: first)
    board.claimed(7, by: first)
    _ = board.take(7, for: second)
    board.claimed(7, by: second)
    #expect(board.isOut(7, by: second) && !board.isOut(7, by: first))
    board.drop(7, by: first)
    #expect(board.isOut(7, by: second))
  }
}
