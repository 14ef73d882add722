/// A budget that refills with time. Times are milliseconds of a clock that only goes forward.
struct TokenBucket {
  private let capacity: Int
  private let perSecond: Int
  /// In thousandths, so that a refill by milliseconds loses nothing.
  private var thousandths: Int
  private var refilled: UInt64

  init(capacity: Int, perSecond: Int, now: UInt64) {
    self.capacity = capacity
    self.perSecond = perSecond
    thousandths = capacity * 1_000
    refilled = now
  }

  /// - Returns: false when the budget does not hold so much; it is empty then.
  mutating func take(_ count: Int = 1, now: UInt64) -> Bool {
    if now > refilled {
      // Longer than this fills any bucket; the bound keeps the product small.
      let elapsed = Int(min(now - refilled, 3_600_000))
      thousandths = min(capacity * 1_000, thousandths + elapsed * perSecond)
      refilled = now
    }
    thousandths -= count * 1_000
    if thousandths >= 0 { return true }
    thousandths = 0
    return false
  }

  /// Gives something back for work that explains the frames to come.
  mutating func earn(_ count: Int) {
    thousandths = min(capacity * 1_000, thousandths + count * 1_000)
  }
}
