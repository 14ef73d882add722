/// What a new request is about; the personal values stand apart, behind the command's commitments.
public struct Submission: Sendable, Equatable {
  /// The row of the service version that the request stays with.
  public var service: Int64
  public var serviceCode: String
  public var serviceVersion: UInt32
  /// The row of the office or kiosk that takes the request in; 0 for a complaint.
  public var office: Int64
  /// ISO 3166-2 code of the province; may be empty.
  public var region: String
  /// Keyed hash of the national id: all that the inside knows of the citizen.
  public var citizen: Digest
  public var fees: Fees
  /// Who acts for the citizen; nil: nobody.
  public var representation: Representation?
  /// What a complaint is about; nil for every other request.
  public var complaint: Complaint?

  public init(
    service: Int64, serviceCode: String, serviceVersion: UInt32, office: Int64, region: String,
    citizen: Digest, fees: Fees = Fees(), representation: Representation? = nil, complaint: Complaint? = nil
  ) {
    self.service = service
    self.serviceCode = serviceCode
    self.serviceVersion = serviceVersion
    self.office = office
    self.region = region
    self.citizen = citizen
    self.fees = fees
    self.representation = representation
    self.complaint = complaint
  }
}

/// What a request costs and what the office took. An excess is for all to see.
public struct Fees: Sendable, Equatable {
  /// What the service costs, in rial.
  public var tariff: Int64
  /// What was taken, in rial.
  public var charged: Int64
  /// As the payment's own system names it; at most 64 bytes.
  public var paymentReference: String

  public init(tariff: Int64 = 0, charged: Int64 = 0, paymentReference: String = "") {
    self.tariff = tariff
    self.charged = charged
    self.paymentReference = paymentReference
  }

  public var exceedsTariff: Bool { charged > tariff }
}

/// By what right, and until when, somebody acts for the citizen. Who it is, is personal.
public struct Representation: Sendable, Equatable {
  public var kind: RepresentationKind
  /// Unix milliseconds; 0: the authority has no end.
  public var until: Int64

  public init(kind: RepresentationKind, until: Int64) {
    self.kind = kind
    self.until = until
  }
}

/// The request that a complaint came from, and whom it is about.
public struct Complaint: Sendable, Equatable {
  public var subject: ComplaintSubject
  public var request: TrackingCode

  public init(subject: ComplaintSubject, request: TrackingCode) {
    self.subject = subject
    self.request = request
  }
}

/// The service version that a request is handed on to.
public struct TransferTarget: Sendable, Equatable {
  /// Its row.
  public var service: Int64
  public var code: String
  public var version: UInt32

  public init(service: Int64, code: String, version: UInt32) {
    self.service = service
    self.code = code
    self.version = version
  }
}
