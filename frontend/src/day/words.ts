export const sv = {
  loading: "Hämtar dagens möten",
  over_title: "Skärmen visas inte längre",
  over_text: "Dagen är slut, eller så är skärmen avstängd. Öppna den på nytt från arenan.",
  now: "Pågår nu",
  until: "till {time}",
  next: "Sedan",
  starts: "Börjar {time}",
  soon: "Börjar snart",
  full: "Tar inte emot fler just nu",
  qr_alt: "QR-kod till mötet {code}",
  how: "Gå med: rikta kameran mot rutan, eller skriv koden på {host}",
  nothing: "Inga fler möten i dag",
  more: "och {n} plats till|och {n} platser till",
  lost: "Ingen kontakt sedan {n} sekund. Bilden är den senaste.|Ingen kontakt sedan {n} sekunder. Bilden är den senaste.",
};

export type Key = keyof typeof sv;

export const en: Record<Key, string> = {
  loading: "Fetching the meetings of the day",
  over_title: "The screen is no longer shown",
  over_text: "The day is over, or the screen was turned off. Open it again from the arena.",
  now: "Going on",
  until: "until {time}",
  next: "Then",
  starts: "Starts {time}",
  soon: "Starts soon",
  full: "Takes in no more just now",
  qr_alt: "QR code to the meeting {code}",
  how: "Join: point the camera at the square, or type the code at {host}",
  nothing: "No more meetings today",
  more: "and {n} place more|and {n} places more",
  lost: "No contact for {n} second. The picture is the latest.|No contact for {n} seconds. The picture is the latest.",
};
