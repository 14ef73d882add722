/// The kinds of files that the counter knows by their content. What it cannot look into it does not take.
/// Raw values are the names of RFC 6838, as in the catalogue's `media_types`.
public enum MediaType: String, Hashable, Sendable, CaseIterable {
  case pdf = "application/pdf"
  case jpeg = "image/jpeg"
  case png = "image/png"
}
