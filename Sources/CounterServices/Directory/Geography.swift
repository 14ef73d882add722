import Casework
import Glibc
import Journal

/// Mean radius of the earth in metres. Source: IUGG 1980, as in WGS 84's documents.
private let earthRadius = 6_371_008.8

private func radians(_ microdegrees: Int32) -> Double { Double(microdegrees) / 1_000_000 * .pi / 180 }

/// The distance over ground in whole metres, on a sphere: off by half a percent at the most.
/// - Source: the haversine formula (R. W. Sinnott, Sky and Telescope 68 (1984), 159).
func distance(_ one: Position, _ other: Position) -> UInt32 {
  let (latitude, otherLatitude) = (radians(one.latitude), radians(other.latitude))
  let north = sin((otherLatitude - latitude) / 2)
  let east = sin((radians(other.longitude) - radians(one.longitude)) / 2)
  let square = north * north + cos(latitude) * cos(otherLatitude) * east * east
  return UInt32(2 * earthRadius * asin(min(1, square.squareRoot())))
}

extension GeographicBox {
  /// Boxes that hold the circle of a radius around a place: one, or two where it crosses the 180th meridian.
  static func around(_ centre: Position, metres: UInt32) -> [GeographicBox] {
    let angle = (Double(metres) + 1) / earthRadius
    let height = Int64((angle * 180 / .pi * 1_000_000).rounded(.up))
    let south = max(-90_000_000, Int64(centre.latitude) - height)
    let north = min(90_000_000, Int64(centre.latitude) + height)
    let latitude = radians(centre.latitude)
    // Where the circle holds a pole it holds every meridian.
    guard south > -90_000_000, north < 90_000_000 else {
      return [GeographicBox(south: south, north: north, west: -180_000_000, east: 180_000_000)]
    }
    let halfWidth = asin(min(1, sin(angle) / cos(latitude))) * 180 / .pi * 1_000_000
    let west = Int64(centre.longitude) - Int64(halfWidth.rounded(.up))
    let east = Int64(centre.longitude) + Int64(halfWidth.rounded(.up))
    func box(_ west: Int64, _ east: Int64) -> GeographicBox {
      GeographicBox(south: south, north: north, west: west, east: east)
    }
    if west < -180_000_000 { return [box(west + 360_000_000, 180_000_000), box(-180_000_000, east)] }
    if east > 180_000_000 { return [box(west, 180_000_000), box(-180_000_000, east - 360_000_000)] }
    return [box(west, east)]
  }
}
