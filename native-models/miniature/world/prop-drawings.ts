// Our own drawings of things, in the artwork's 32 x 32 units and flat fills: where the artwork has none, or one too thin to be told
// at 128 pixels. Plain SVG bodies; props.ts says which thing uses which.

const GOLD = '#ffc21f';
const GOLD_DARK = '#d98a12';

/** Body of each drawing of ours by its name. */
export const OWN_DRAWINGS = {
  /** A diamond of four colours over the upper right, its string to the lower left. */
  kite: `<path fill="none" stroke="#8a5a3c" stroke-width="1.5" d="M18 26Q12 31 2.5 29.5"/><path fill="#e8323c" d="M19 1V13H6.5Z"/><path fill="#ffc21f" d="M19 1V13H31Z"/><path fill="#2f7bff" d="M6.5 13H19V28Z"/><path fill="#22b14c" d="M31 13H19V28Z"/><path fill="#e8323c" d="M10.5 29.5L7 27.2V31.5ZM10.5 29.5L14 27.2V31.5Z"/>`,
  /** A small ship with two sails. */
  boat: `<path fill="#8a5a3c" d="M14 2H17V22H14Z"/><path fill="#fff6df" d="M13 4V20H2.5Z"/><path fill="#ffb53a" d="M18 4L29 20H18Z"/><path fill="#d9342c" d="M2 21H30L25.5 30H7Z"/><path fill="#fff6df" d="M2.9 23H29.1L28.2 25H4.2Z"/>`,
  /** A round balloon over the upper right, its string to the lower left. */
  balloon: `<path fill="none" stroke="#6b5a7a" stroke-width="1.3" d="M19 22Q16 28 3 30"/><path fill="#b3122f" d="M17 24.5L19.5 20.5L22 24.5Z"/><ellipse cx="19.5" cy="12" rx="10" ry="10.3" fill="#f0263f"/><ellipse cx="16" cy="8" rx="2.6" ry="3.4" fill="#ff9aa5"/>`,
  /** A thick closed book with a golden star. */
  book: `<path fill="#145c34" d="M4 4Q4 2 6 2H26Q28 2 28 4V30H7Q4 30 4 27Z"/><path fill="#fff3d0" d="M7 25H28V29H7Z"/><path fill="#21974c" d="M8 2H26Q28 2 28 4V25H8Z"/><path fill="${GOLD}" d="M18 6L20.3 11.2L26 11.8L21.7 15.5L23 21L18 18.1L13 21L14.3 15.5L10 11.8L15.7 11.2Z"/>`,
  /** A stout key with a ring. */
  key: `<path fill="${GOLD_DARK}" d="M12.5 17L16 20.5L7.5 29L2.5 30L3 25.5Z"/><path fill="${GOLD}" d="M14 14.5L17.5 18L6 29.5L2.5 26Z"/><path fill="${GOLD}" d="M8.5 21L13 25.5L10.5 28L6 23.5ZM12.5 17L17.5 22L15 24.5L10 19.5Z"/><path fill="${GOLD}" fill-rule="evenodd" d="M21.5 2A8.5 8.5 0 1 1 21.49 2ZM21.5 6.5A4 4 0 1 0 21.51 6.5Z"/>`,
  /** A beach ball with wedges. */
  ball: `<circle cx="16" cy="16" r="14" fill="#fffaf0"/><path fill="#e8323c" d="M16 14Q8 10 7 5.3A14 14 0 0 1 19 2.3Q20 9 16 14Z"/><path fill="#2f7bff" d="M17.5 15Q22 11 25.5 5.7A14 14 0 0 1 30 16.5Q24 18.5 17.5 15Z"/><path fill="#ffc21f" d="M17 17Q23 21 27.5 24.1A14 14 0 0 1 17 30Q14.5 24 17 17Z"/><path fill="#22b14c" d="M15 16.5Q12 23 12 29.4A14 14 0 0 1 2.1 14.5Q9 13 15 16.5Z"/><circle cx="16.2" cy="15.6" r="2.2" fill="#fffaf0"/>`,
  /** A golden bell with a red bow. */
  bell: `<circle cx="16" cy="27" r="3" fill="#8a5a12"/><path fill="${GOLD}" d="M16 6Q24 7 24.5 15Q25 21 28.5 24V26.5H3.5V24Q7 21 7.5 15Q8 7 16 6Z"/><path fill="${GOLD_DARK}" d="M4.5 22.8H27.5L28.5 24V26.5H3.5V24Z"/><path fill="#e8323c" d="M16 6L6 1.5V11ZM16 6L26 1.5V11Z"/><circle cx="16" cy="6.2" r="2.7" fill="#a80f2c"/>`,
  /** A guitar with a long neck. */
  guitar: `<path fill="#5a3420" d="M14 2H18V18H14Z"/><path fill="#3a2014" d="M12.5 1.5H19.5V6H12.5Z"/><ellipse cx="16" cy="15.5" rx="7.6" ry="5.2" fill="#e8892b"/><ellipse cx="16" cy="23" rx="11" ry="7.3" fill="#e8892b"/><circle cx="16" cy="18.7" r="3" fill="#4a2614"/><path fill="#5a3420" d="M11.5 25H20.5V27H11.5Z"/><path fill="#5a3420" d="M14.6 6H17.4V17H14.6Z"/>`,
  /** A marching drum with two sticks. */
  drum: `<path fill="#d3202f" d="M3 14V26Q3 30 16 30Q29 30 29 26V14Z"/><path fill="none" stroke="#fff6df" stroke-width="1.8" d="M3.5 18L9 27.5L16 19.5L23 27.5L28.5 18"/><path fill="${GOLD}" d="M3 25Q4 28 16 28Q28 28 29 25V27Q29 30 16 30Q3 30 3 27Z"/><ellipse cx="16" cy="14" rx="13" ry="5" fill="${GOLD}"/><ellipse cx="16" cy="13.6" rx="11" ry="3.6" fill="#fff6df"/><path fill="none" stroke="#8a5a3c" stroke-width="2" stroke-linecap="round" d="M15 13L4 3M17 13L28 3"/><circle cx="4" cy="3.2" r="2" fill="#c9802f"/><circle cx="28" cy="3.2" r="2" fill="#c9802f"/>`,
  /** A scallop shell. */
  shell: `<path fill="#f59a8f" d="M12 24H20L22 29H10Z"/><path fill="#ffb9a8" d="M16 27L2.5 17Q2 11.5 6 10.5Q6.5 5.5 11 6Q13.5 2.5 16 4.5Q18.5 2.5 21 6Q25.5 5.5 26 10.5Q30 11.5 29.5 17Z"/><path fill="none" stroke="#e0605f" stroke-width="1.5" d="M16 26V7M15 25.5L9.5 9.5M17 25.5L22.5 9.5M13.5 24.5L5 14.5M18.5 24.5L27 14.5"/>`,
  /** A thick candle in a blue dish with a ring. */
  candle: `<path fill="none" stroke="#2458c9" stroke-width="2.2" d="M25 26.5A3.2 3.2 0 1 0 25 22.5"/><path fill="#2f6fe0" d="M5 24H26L23 30H8Z"/><path fill="#fff3d6" d="M10.5 12H20.5V25H10.5Z"/><path fill="#e8d3a6" d="M17.5 12H20.5V25H17.5Z"/><path fill="#ff8a1f" d="M15.5 1Q21 6.5 19 10Q17.6 12 15.5 12Q13.4 12 12 10Q10 6.5 15.5 1Z"/><path fill="#ffe36b" d="M15.5 5Q18 8 17 10Q16.5 11.2 15.5 11.2Q14.5 11.2 14 10Q13 8 15.5 5Z"/>`,
  /** A ribbed pumpkin without a face. */
  pumpkin: `<path fill="#4f8f2a" d="M14 9Q14 4 11 2.5L15 1.5Q18.5 4 18.5 9Z"/><ellipse cx="8.5" cy="19" rx="7" ry="9.5" fill="#f07a12"/><ellipse cx="23.5" cy="19" rx="7" ry="9.5" fill="#f07a12"/><ellipse cx="12" cy="19" rx="6" ry="10.5" fill="#ff9426"/><ellipse cx="20" cy="19" rx="6" ry="10.5" fill="#ff9426"/><ellipse cx="16" cy="19" rx="4.3" ry="11" fill="#ffa94a"/><path fill="#4f8f2a" d="M12 9.5Q16 6.5 20 9.5Q16 12 12 9.5Z"/>`,
  /** A straight horn with three keys. */
  trumpet: `<path fill="${GOLD_DARK}" d="M9 17H20V23Q20 25 18 25H11Q9 25 9 23ZM11.5 19V22.5H17.5V19Z" fill-rule="evenodd"/><path fill="${GOLD}" d="M4 13H16Q22 13 27 6V25Q22 18.5 16 18.5H4Z"/><path fill="#b56a10" d="M26 4.5H30V26.5H26Z"/><path fill="#e8eef5" d="M2 11.5H5V20H2Z"/><path fill="#e8eef5" d="M9 9H11.5V14H9ZM13 9H15.5V14H13ZM17 9H19.5V14H17Z"/>`,
  /** A toadstool. */
  mushroom: `<path fill="#ffe9c4" d="M11 17H21L22.5 28Q16 31.5 9.5 28Z"/><path fill="#e0c394" d="M10.6 19H21.4L21.7 21.5H10.3Z"/><path fill="#e3202c" d="M2 18.5Q2 3 16 3Q30 3 30 18.5Q16 21.5 2 18.5Z"/><circle cx="16" cy="9.5" r="3.2" fill="#fffaf0"/><circle cx="8.2" cy="14" r="2.5" fill="#fffaf0"/><circle cx="23.8" cy="14" r="2.5" fill="#fffaf0"/>`,
  /** A dark wicker basket with a red and white cloth. */
  basket: `<path fill="none" stroke="#7a431a" stroke-width="2.6" d="M6 16Q6 3 16 3Q26 3 26 16"/><path fill="#99561f" d="M3.5 16H28.5L25 30H7Z"/><path fill="none" stroke="#6b3812" stroke-width="1.4" d="M5 21.5H27M6.3 26H25.7M10 16L11.5 30M16 16V30M22 16L20.5 30"/><path fill="#fffaf0" d="M2 13.5H30V17L25.3 22L20.7 17.5L16 23L11.3 17.5L6.7 22L2 17Z"/><path fill="#e8323c" d="M2 13.5H6.7V17.5H2ZM11.3 13.5H16V17.5H11.3ZM20.7 13.5H25.3V17.5H20.7ZM6.7 17.5H11.3L6.7 22ZM16 17.5H20.7L16 23ZM25.3 17.5H29.5L25.3 22Z"/>`,
  /** A bright bucket with a raised handle. */
  bucket: `<path fill="none" stroke="#dfe6ee" stroke-width="2.2" d="M5.5 12Q6 2.5 16 2.5Q26 2.5 26.5 12"/><path fill="#1565c8" d="M5 12H27L24 30H8Z"/><path fill="#2b93ff" d="M3.5 10.5H28.5V14.5H3.5Z"/><path fill="#fff6df" d="M6.3 20H25.7L25.1 24H6.9Z"/>`,
  /** A tulip with broad leaves. */
  flower: `<path fill="#2f9e2f" d="M14.5 16H17.5V30H14.5Z"/><path fill="#4cc23c" d="M16 30Q5 29 4.5 19Q13.5 20.5 16 30ZM16 30Q27 29 27.5 19Q18.5 20.5 16 30Z"/><path fill="#ff4fb0" d="M7 3Q11 4.5 12.5 7Q14 3.5 16 2Q18 3.5 19.5 7Q21 4.5 25 3Q27 19 16 19Q5 19 7 3Z"/><path fill="#d61a86" d="M16 2Q20 7 19 12Q18 16.5 16 18.5Q14 16.5 13 12Q12 7 16 2Z"/>`,
  /** A green apple with a stalk. */
  apple: `<path fill="#6b4226" d="M15 2H17.6V10H15Z"/><path fill="#2c8a2c" d="M17 6Q19 1.5 25.5 2Q25 7.5 17 8Z"/><path fill="#9bdc2a" d="M16 9Q22 5.5 26.5 9Q30 12.5 28.5 19Q26.5 27 22 29.5Q19.5 30.5 16 29Q12.5 30.5 10 29.5Q5.5 27 3.5 19Q2 12.5 5.5 9Q10 5.5 16 9Z"/><ellipse cx="9" cy="14" rx="2.2" ry="3.4" fill="#e4fba0"/>`,
  /** An open umbrella over the upper right, its handle to the lower left. */
  umbrella: `<path fill="none" stroke="#8c5543" stroke-width="2.4" stroke-linecap="round" d="M17 16L7.5 27.5Q5.5 30 3.5 28.3"/><path fill="#7b3fd0" d="M3.5 17.5Q3 3 17.5 2Q31 2.5 31 17.5Q27.5 14 24 17.5Q20.6 14 17.2 17.5Q13.7 14 10.3 17.5Q7 14 3.5 17.5Z"/><path fill="#b58af2" d="M17.5 2Q10.5 6 10.3 17.5Q13.7 14 17.2 17.5Q20.6 14 24 17.5Q23.7 6 17.5 2Z"/>`,
} as const;

export type OwnDrawing = keyof typeof OWN_DRAWINGS;
