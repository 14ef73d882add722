import Casework
import Glibc
import Journal

/// One page of offices that were found.
struct OfficePage: Equatable {
  struct Found: Equatable {
    /// Its place in `Directory.offices`.
    let index: Int
    /// 0 where no place was asked for.
    let metres: UInt32
  }

  var found: [Found] = []
  /// Empty at the end.
  var nextToken = ""
}

/// Goes through the offices, the nearest first or by id, a page at a time. A page begins behind the last office of the one
/// before, wherever that stands by now: others that come and go disturb no page.
struct OfficeSearch {
  /// Widest search, in metres.
  static let radiusMax: UInt32 = 200_000
  /// The first ring; each is three times as wide as the one before, so that a near page looks at few offices and a far one
  /// looks at the inner ones once more at the most.
  private static let firstRadius: UInt32 = 1_000

  private let directory: Directory
  private var filter: OfficeFilter

  init(_ directory: Directory, _ filter: OfficeFilter) {
    self.directory = directory
    self.filter = filter
  }

  /// All offices, in the order of their ids.
  /// - Parameter token: `nextToken` of the page before: the last id.
  func all(after token: String, limit: Int) -> OfficePage {
    var filter = filter
    var page = OfficePage()
    for index in firstIndex(after: token)..<directory.offices.count
    where filter.matches(directory.offices[index]) {
      if page.found.count == limit {
        page.nextToken = directory.offices[page.found[limit - 1].index].id
        break
      }
      page.found.append(OfficePage.Found(index: index, metres: 0))
    }
    return page
  }

  private func firstIndex(after id: String) -> Int {
    if id.isEmpty { return 0 }
    var low = 0
    var high = directory.offices.count
    while low < high {
      let middle = (low + high) / 2
      if directory.offices[middle].id <= id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The offices within a radius, the nearest first; of two as near the lower id first.
  /// - Parameters:
  ///   - radius: metres.
  ///   - token: `nextToken` of the page before: distance and id of its last office.
  ///   - rows: the rows of the offices within a box.
  func nearest(
    _ near: Position, within radius: UInt32, after token: String, limit: Int,
    _ rows: (GeographicBox) throws(Refusal) -> [Int64]
  ) throws(Refusal) -> OfficePage {
    var filter = filter
    let last = try Self.place(token)
    var inner: UInt32?
    var page = OfficePage()
    var outer = min(radius, max(Self.firstRadius, last?.metres ?? 0))
    while true {
      var ring: [OfficePage.Found] = []
      for row in try Self.rows(GeographicBox.around(near, metres: outer), rows) {
        guard let index = directory.officeIndex(row: row), let position = directory.offices[index].position
        else { continue }
        let metres = distance(near, position)
        guard metres <= outer, inner.map({ metres > $0 }) ?? true,
          last.map({ ($0.metres, $0.id) < (metres, directory.offices[index].id) }) ?? true,
          filter.matches(directory.offices[index])
        else { continue }
        ring.append(OfficePage.Found(index: index, metres: metres))
      }
      ring.sort { ($0.metres, $0.index) < ($1.metres, $1.index) }
      page.found += ring
      if page.found.count > limit {
        page.found.removeLast(page.found.count - limit)
        let end = page.found[limit - 1]
        page.nextToken = "\(end.metres):\(directory.offices[end.index].id)"
        return page
      }
      if outer == radius { return page }
      inner = outer
      outer = min(radius, outer * 3)
    }
  }

  private static func rows(
    _ boxes: [GeographicBox], _ rows: (GeographicBox) throws(Refusal) -> [Int64]
  ) throws(Refusal) -> [Int64] {
    var found: [Int64] = []
    for box in boxes { found += try rows(box) }
    return found
  }

  private static func place(_ token: String) throws(Refusal) -> (metres: UInt32, id: String)? {
    if token.isEmpty { return nil }
    let parts = token.split(separator: ":")
    guard parts.count == 2, let metres = UInt32(parts[0]) else { throw .field("page_token", .unknown) }
    return (metres, String(parts[1]))
  }
}
