"""Who works on a filing, on whatever track it is: acts that leave its state as it is."""

from registry.procedure.cases.assigning import Assign, Release, TakeOver
from registry.procedure.cases.opinions import AskForOpinion
from registry.procedure.cases.reminding import Remind

CASE_ACTIONS = (Assign, TakeOver, Release, AskForOpinion, Remind)

__all__ = ["CASE_ACTIONS", "AskForOpinion", "Assign", "Release", "Remind", "TakeOver"]
