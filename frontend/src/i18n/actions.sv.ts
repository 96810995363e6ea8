/** What can be done everywhere, and why it was not done. */
export const actionsSv = {
  close: "Stäng",
  undo: "Ångra",
  cancel: "Avbryt",
  save: "Spara",
  refused_invalid: "Det gick inte att ta emot. Ändra och försök igen.",
  refused_not_open: "Det här steget är inte öppet.",
  refused_not_allowed: "Det kan du inte göra här.",
  refused_not_found: "Det finns inte längre.",
  refused_budget_spent: "Alla röster är lagda. Ta tillbaka en för att flytta den.",
  refused_cap_reached: "Du har nått gränsen.",
  refused_muted: "Mötesledaren har pausat texter från din telefon.",
  refused_too_fast: "Det gick för fort. Vänta en stund och försök igen.",
  refused_closed: "Mötet är avslutat.",
  refused_unreachable: "Servern svarar inte. Försök igen om en stund.",
};
