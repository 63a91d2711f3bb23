// The JSON of /api/v1/enrolment/tokens. Times are RFC 3339 in UTC.

export interface EnrolmentToken {
  id: string;
  state: "good" | "expired" | "used up" | "revoked";
  uses: number;
  uses_max: number;
  labels: Record<string, string>;
  may_replace: boolean;
  made_at: string;
  expires_at: string;
  /** Only in the answer that made it. */
  token?: string;
}

/** For a shell on the host; echo is no process, so that nobody sees the token in their list. */
export const enrolCommand = (token: string, url: string): string =>
  `echo '${token}' | sudo foreshock-agent enroll ${url} --token-file -`;
