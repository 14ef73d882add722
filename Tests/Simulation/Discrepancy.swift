/// The counter and the model are not of one mind.
public struct Discrepancy: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
