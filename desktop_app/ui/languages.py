"""Each language in its own script, as its readers look for it. No Qt."""

LANGUAGE_NAMES = {
    "en": "English",
    "hi": "हिन्दी",
    "mr": "मराठी",
    "ta": "தமிழ்",
    "te": "తెలుగు",
    "kn": "ಕನ್ನಡ",
    "bn": "বাংলা",
    "gu": "ગુજરાતી",
    "ml": "മലയാളം",
    "pa": "ਪੰਜਾਬੀ",
    "or": "ଓଡ଼ିଆ",
}
"""By the codes of domain/hospital.py, LANGUAGES."""
