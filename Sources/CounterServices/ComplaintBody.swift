/// Who hears complaints: an agency of the directory like all others, whose service takes nothing else. It alone owns the
/// requests that complaints are, so that neither their subject nor anybody beside can see or route them.
enum ComplaintBody {
  static let agency = "oversight"
  static let service = "complaint"
}
