/** Names the ended session whose notice was read. Nothing secret, nothing that decides. */
export const noticeCookie = 'countersign.support.notice-read';
