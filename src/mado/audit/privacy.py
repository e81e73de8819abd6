from mado.kernel.privacy import classify

classify(
    "audit.AuditEntry",
    "lasting",
    case="id at actor_id verb object_type object_id object_code details previous_hash hash",
)
