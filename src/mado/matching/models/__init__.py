from mado.matching.models.recommendation import RecommendationMail, Refusal, SchoolChange, ToldRecommendation
from mado.matching.models.round import PairingRound, RoundInput, RoundRun, RoundSchool
from mado.matching.models.round_pair import RoundPair

__all__ = [
    "PairingRound",
    "RecommendationMail",
    "Refusal",
    "RoundInput",
    "RoundPair",
    "RoundRun",
    "RoundSchool",
    "SchoolChange",
    "ToldRecommendation",
]
