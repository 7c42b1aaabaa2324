"""What a receipt being typed is shown with: how it would fall, whether it is 定期, what forbids it."""

from __future__ import annotations

from dataclasses import dataclass

from collections_app.domain.allocation import Preview
from collections_app.domain.recovery import Judgement
from collections_app.domain.row_rules import Finding


@dataclass(frozen=True, slots=True)
class ReceiptPreview:
    """What posting a receipt would do; `findings` forbid it."""

    preview: Preview
    judgement: Judgement
    findings: tuple[Finding, ...]
