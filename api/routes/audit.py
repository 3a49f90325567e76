"""``/audit``: the trail, read and verified by the supervisor."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import Annotated

from fastapi import Query

from api.access import Who
from api.guard import TheSettings, TheStore, routes
from api.paging import Paged, cursor, page_of
from api.schemas.base import PageOut
from api.schemas.trail import AnchorOut, ProofsOut, TrailFaultOut, TrailRowOut, TrailVerifiedOut
from data.store.anchors import anchors_in
from data.store.trail_reading import trail_page
from data.store.verification import verify_store

router = routes("audit")
Kind = Annotated[str, Query(max_length=200, description="对象种类 / kind of object", examples=["account"])]
Prefix = Annotated[str, Query(max_length=200, description="对象名以此开头 / how the object's name begins")]
Actor = Annotated[str, Query(max_length=200, description="操作人 / who did it", examples=["u-7f3a"])]


@router.get("/audit", operation_id="listAudit", summary="审计记录 / the trail")
def list_audit(
    page: Paged, store: TheStore, _: Who, kind: Kind = "", object_prefix: Prefix = "", actor: Actor = ""
) -> PageOut[TrailRowOut]:
    """Rows in their order; of a kind, of objects whose name begins so, or of an actor, if asked."""
    with store.read() as reader:
        rows = trail_page(reader, page.number, page.ask, kind, object_prefix, actor)
    return page_of(rows, page, key=lambda row: str(row.seq), shown=lambda row: TrailRowOut(**asdict(row)))


@router.get("/audit/verify", operation_id="verifyAudit", summary="校验审计链 / verify the trail")
def verify_audit(store: TheStore, settings: TheSettings, _: Who) -> TrailVerifiedOut:
    """Reads the whole chain and holds it against the anchors: tells every edit, gap, cut and forgery."""
    found = verify_store(store, [settings.anchors])
    return TrailVerifiedOut(
        valid=not found.faults,
        rows=found.rows,
        head=found.head,
        anchors=found.anchors,
        faults=[TrailFaultOut(**asdict(fault)) for fault in found.faults],
    )


@router.get("/audit/proofs", operation_id="readAuditProofs", summary="审计链锚点 / anchors of the trail")
def read_audit_proofs(page: Paged, store: TheStore, settings: TheSettings, _: Who) -> ProofsOut:
    """The head now, and the anchors after the cursor's row: whoever keeps them can tell later whether all is there."""
    kept = (one for one in anchors_in([settings.anchors]) if one.phase == "kept" and one.last > page.number)
    found = list(islice(kept, page.ask))
    shown = [AnchorOut(first=one.first, last=one.last, hash=one.hash, at=one.at) for one in found[: page.limit]]
    with store.read() as reader:
        end = reader.end_of_trail()
    following = cursor(str(shown[-1].last)) if len(found) > page.limit else None
    return ProofsOut(items=shown, next=following, seq=end.seq, head=end.hash)
