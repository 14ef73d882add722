import Synchronization

/// Counts the connections of the whole server, and of each address.
final class AddressCensus: Sendable {
  enum Admission {
    case admitted
    /// With the name of the cap that was reached.
    case refused(cap: StaticString)
  }

  private struct Counts {
    var all = 0
    var byAddress: [PeerAddress: Int] = [:]
  }

  private let counts = Mutex(Counts())
  private let maximum: Int
  private let maximumPerAddress: Int

  init(maximum: Int, maximumPerAddress: Int) {
    self.maximum = maximum
    self.maximumPerAddress = maximumPerAddress
  }

  var connections: Int { counts.withLock { $0.all } }

  func arrived(_ address: PeerAddress) -> Admission {
    counts.withLock { counts in
      guard counts.all < maximum else { return .refused(cap: "maximumConnections") }
      let ofAddress = counts.byAddress[address.prefix, default: 0]
      guard ofAddress < maximumPerAddress else { return .refused(cap: "maximumConnectionsPerAddress") }
      counts.all += 1
      counts.byAddress[address.prefix] = ofAddress + 1
      return .admitted
    }
  }

  func left(_ address: PeerAddress) {
    counts.withLock { counts in
      counts.all -= 1
      let ofAddress = counts.byAddress[address.prefix, default: 1] - 1
      counts.byAddress[address.prefix] = ofAddress > 0 ? ofAddress : nil
    }
  }
}
