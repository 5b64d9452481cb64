// The parts of a prompt with long stretches of what is left out drawn together, so that the list begins with what the model does see. Pure.
import type { PromptPart } from '../../../common/domain/prompt-inspection';

export type PartGroup =
  | { readonly kind: 'part'; readonly part: PromptPart }
  | { readonly kind: 'left-out'; readonly parts: readonly PromptPart[] };

const FEW = 3;

export function groupsOf(parts: readonly PromptPart[]): PartGroup[] {
  const groups: PartGroup[] = [];
  let stretch: PromptPart[] = [];
  const close = (): void => {
    if (stretch.length > FEW) groups.push({ kind: 'left-out', parts: stretch });
    else groups.push(...stretch.map((part) => ({ kind: 'part', part }) as const));
    stretch = [];
  };
  for (const part of parts) {
    if (part.state === 'left-out') stretch.push(part);
    else {
      close();
      groups.push({ kind: 'part', part });
    }
  }
  close();
  return groups;
}
