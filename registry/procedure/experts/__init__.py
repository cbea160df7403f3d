"""Experts: the pool, the draw of a panel, the link by which each answers, what they answered."""

from registry.procedure.experts.drawing import DrawExperts
from registry.procedure.experts.seating import SeatByHand

EXPERT_ACTIONS = (DrawExperts, SeatByHand)

__all__ = ["EXPERT_ACTIONS", "DrawExperts", "SeatByHand"]
