import GRPCServer

// pishkhan.v1.Work: the agency's side of the counter.

extension Desk {
  var workMethods: [Method] {
    [
      unary(.inbox) { [unowned self] (call, bytes) throws(Refusal) in try inbox(call, bytes) },
      unary(.claim) { [unowned self] (call, bytes) throws(Refusal) in try claim(call, bytes) },
      unary(.agencyAct) { [unowned self] (call, bytes) throws(Refusal) in try agencyAct(call, bytes) },
      unary(.renew) { [unowned self] (call, bytes) throws(Refusal) in try renew(call, bytes) },
      unary(.release) { [unowned self] (call, bytes) throws(Refusal) in try release(call, bytes) },
      workStreamMethod,
    ]
  }
}
