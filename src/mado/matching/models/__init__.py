from mado.matching.models.recommendation import RecommendationMail, Refusal, SchoolChange, ToldRecommendation

__all__ = ["RecommendationMail", "Refusal", "SchoolChange", "ToldRecommendation"]
