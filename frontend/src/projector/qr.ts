const AGAIN_MS = 10_000;

/** Fetches the QR code with the projector's token, as an address for an `img`. Tries again until it has it. */
export async function fetchQr(workshop: string, token: string): Promise<string> {
  for (;;) {
    const svg = await once(workshop, token);
    if (svg) return `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function once(workshop: string, token: string): Promise<string | null> {
  try {
    const response = await fetch(`/qr/${workshop}.svg`, { headers: { Authorization: `Bearer ${token}` } });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
