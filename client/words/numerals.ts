/**
 * Where the digits of the writing systems that people count in begin, in Unicode: each has its ten
 * in a row.
 */
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/**
 * A text with 0 to 9 for whatever digits it is written in: those of a locale (`own`, from nought to
 * nine) and every common keyboard's.
 */
export function asciiDigits(text: string, own: readonly string[] = []): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const known = own.indexOf(digit);
    if (known >= 0) return String(known);
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}
