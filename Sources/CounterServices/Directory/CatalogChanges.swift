import Casework
import GRPCServer
import Messages

// pishkhan.v1.Catalog: what operators and agencies change.

extension Desk {
  var catalogChangeMethods: [Method] {
    [
      changing(
        .putAgency, CatalogMessageTypes.putAgency, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__put_agency_response__init, repeatedKey: \.repeated_key)
      ) { (request, _, checks) throws(Refusal) in
        checks.part("agency", request.agency).map { .putAgency(checks.agency($0)) }
      },
      changing(
        .putService, CatalogMessageTypes.putService, key: \.idempotency_key,
        ChangeAnswer(
          initialise: pishkhan__v1__put_service_response__init, repeatedKey: \.repeated_key, number: \.version
        )
      ) { [unowned self] (request, principal, checks) throws(Refusal) in
        guard let message = checks.part("service", request.service) else { return nil }
        let service = checks.service(message)
        try checkScope(principal, agency: service.agencyId)
        if let known = directory.service(code: service.code) {
          try checkScope(principal, agency: known.agencyId)
        }
        return .putService(service, publish: request.publish != 0)
      },
      changing(
        .publishService, CatalogMessageTypes.publishService, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__publish_service_response__init, repeatedKey: \.repeated_key)
      ) { [unowned self] (request, principal, checks) throws(Refusal) in
        let service = try ownService(request.code, principal)
        if request.version == 0 { checks.refuse("version", .required) }
        return .publishService(code: service.code, version: request.version)
      },
      changing(
        .retireService, CatalogMessageTypes.retireService, key: \.idempotency_key,
        ChangeAnswer(initialise: pishkhan__v1__retire_service_response__init, repeatedKey: \.repeated_key)
      ) { [unowned self] (request, principal, checks) throws(Refusal) in
        let service = try ownService(request.code, principal)
        let reason = checks.text("reason", request.reason, max: FieldChecks.changeReasonBytesMax)
        return .retireService(code: service.code, reason: reason)
      },
      changing(
        .putCalendar, CatalogMessageTypes.putCalendar, key: \.idempotency_key,
        ChangeAnswer(
          initialise: pishkhan__v1__put_calendar_response__init, repeatedKey: \.repeated_key,
          number: \.version)
      ) { (request, _, checks) throws(Refusal) in
        checks.part("calendar", request.calendar).map {
          .putCalendar(checks.calendar($0), expectedVersion: request.expected_version)
        }
      },
    ]
  }
}
