/// An area between two parallels and two meridians, in microdegrees; its edges belong to it.
public struct GeographicBox: Sendable, Equatable {
  public var south: Int64
  public var north: Int64
  public var west: Int64
  public var east: Int64

  public init(south: Int64, north: Int64, west: Int64, east: Int64) {
    self.south = south
    self.north = north
    self.west = west
    self.east = east
  }
}

/// Reads where offices are and what was submitted at them; for the thread that owns the connection.
final class OfficeQuery {
  private let places: Statement
  private let figures: Statement

  init(_ database: Database) throws(JournalError) {
    places = try Statement(
      "SELECT office FROM office_place WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?",
      on: database)
    figures = try Statement(
      "SELECT submissions, above_tariff FROM office_figure WHERE office = ?", on: database)
  }

  /// The rows of the offices within a box.
  func rows(within box: GeographicBox) throws(JournalError) -> [Int64] {
    defer { places.reset() }
    places.bind(1, box.south)
    places.bind(2, box.north)
    places.bind(3, box.west)
    places.bind(4, box.east)
    var rows: [Int64] = []
    while try places.step() { rows.append(places.integer(0)) }
    return rows
  }

  func figures(ofOffice row: Int64) throws(JournalError) -> OfficeFigures {
    defer { figures.reset() }
    figures.bind(1, row)
    guard try figures.step() else { return OfficeFigures() }
    return OfficeFigures(submissions: figures.integer(0), aboveTariff: figures.integer(1))
  }
}
