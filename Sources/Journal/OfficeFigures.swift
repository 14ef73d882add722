/// What was submitted at an office, for all to see.
public struct OfficeFigures: Sendable, Equatable {
  public var submissions: Int64
  /// Submissions where more than the tariff was charged.
  public var aboveTariff: Int64

  public init(submissions: Int64 = 0, aboveTariff: Int64 = 0) {
    self.submissions = submissions
    self.aboveTariff = aboveTariff
  }
}

/// Counts submissions by office. A batch is counted in memory and written once an office: a row for each submission would cost
/// a page write. For the writer's connection.
final class OfficeFigureStore {
  private let upsert: Statement
  private var counted: [Int64: OfficeFigures] = [:]

  init(_ database: Database) throws(JournalError) {
    upsert = try Statement(
      """
      INSERT INTO office_figure VALUES(?1, ?2, ?3)
      ON CONFLICT(office) DO UPDATE SET submissions = submissions + ?2, above_tariff = above_tariff + ?3
      """, on: database)
  }

  func count(_ office: Int64, isAboveTariff: Bool) {
    counted[office, default: OfficeFigures()].submissions += 1
    if isAboveTariff { counted[office, default: OfficeFigures()].aboveTariff += 1 }
  }

  /// Before the commit.
  func write() throws(JournalError) {
    for (office, figures) in counted {
      upsert.bind(1, office)
      upsert.bind(2, figures.submissions)
      upsert.bind(3, figures.aboveTariff)
      try upsert.run()
    }
    counted.removeAll(keepingCapacity: true)
  }

  /// The transaction is taken back.
  func forget() { counted.removeAll(keepingCapacity: true) }
}
