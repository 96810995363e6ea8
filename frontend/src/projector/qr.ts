const AGAIN_MS = 10_000;

/**
 * Fetches the QR code, as an address for an `img`; tries again until it has it.
 *
 * With the projector's token, and without one by the session of who leads the meeting.
 */
export async function fetchQr(workshop: string, token: string): Promise<string> {
  for (;;) {
    const svg = await once(workshop, token);
    if (svg) return `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function once(workshop: string, token: string): Promise<string | null> {
  try {
    const headers: HeadersInit = token ? { Authorization: `Bearer ${token}` } : {};
    const response = await fetch(`/qr/${workshop}.svg`, { headers });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
