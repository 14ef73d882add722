/// What somebody, or the world, is about to do.
enum Intention {
  /// A citizen comes to an office or kiosk (its place in `Province.offices`).
  case arrival(office: Int)
  /// A letter is sent, perhaps not for the first time.
  case send(Letter)
  case citizen(Int64, CitizenPlan)
  /// A principal of an agency turns to its work; its row.
  case officer(Int64)
  /// Somebody tries what is mostly not allowed.
  case mischief
  /// An agency's people stop working until a time.
  case strike
  /// A new version of a calendar is put.
  case calendar
  /// The machine's clock is set wrong by so many milliseconds; 0: right again.
  case clock(error: Int64)
  /// The process or the machine dies at a step of the disk from here on.
  case crash
  /// A clean restart.
  case restart
  /// All sums are compared.
  case tally
}

/// What a citizen does about a request.
enum CitizenPlan {
  case answer, confirm, feedback, reopen, appeal, withdraw, message, replaceSecret, collect, track
}
