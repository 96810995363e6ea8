/** Why an address cannot be one, as the key of its sentence; null when it may be. The server has the last word. */
export function addressFault(address: string): "address_at" | "address_odd" | null {
  if (!address.includes("@")) return "address_at";
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? null : "address_odd";
}

/** The one with that address, however it was typed. */
export function withAddress<T extends { email: string }>(members: readonly T[], address: string): T | undefined {
  return members.find(({ email }) => email.toLowerCase() === address.trim().toLowerCase());
}
