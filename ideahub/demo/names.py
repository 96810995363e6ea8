"""Invented first names."""

FIRST_NAMES = (
    "Alva", "Amir", "Astrid", "Axel", "Birgit", "Dalia", "David", "Ebba", "Elias", "Elin", "Emil", "Farid", "Filip", "Frida",
    "Greta", "Gunnar", "Hamza", "Hedda", "Hugo", "Inga", "Iris", "Ivar", "Jakob", "Joel", "Karin", "Kim", "Lars", "Leila",
    "Linnea", "Malte", "Mira", "Nils", "Noor", "Olga", "Otto", "Petra", "Rasmus", "Ronja", "Samir", "Signe", "Sixten", "Stina",
    "Tage", "Tuva", "Vera", "Viggo", "Yusra", "Åke", "Örjan",
)  # fmt: skip
