// Where no style of the writer's own is yet: an example that the model was taught before, to see what one does.
import { Sparkles } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { AdapterSummary } from '../../../common/domain/adapter';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { useWorkspace } from '../workspace/use-workspace';

interface ExampleOfferProps {
  readonly onAdded?: (example: AdapterSummary) => void;
}

export function ExampleOffer({ onAdded }: ExampleOfferProps): ReactNode {
  const { ui, api, report } = useWorkspace();
  const [isBusy, setBusy] = useState(false);
  const add = (): void => {
    setBusy(true);
    api.client.adapters
      .addExample()
      .then((example) => {
        ui.actions.announce(t('{name} can be chosen for your stories now.', { name: example.name }));
        onAdded?.(example);
      }, report)
      .finally(() => setBusy(false));
  };
  return (
    <div className="adapter-example">
      <p className="adapter-quiet">
        {t('An example comes with the studio: a tiger, which the built-in model learned from four short stories.')}
      </p>
      <Button size="small" disabled={isBusy} data-testid="add-example-adapter" onClick={add}>
        <Sparkles size={15} aria-hidden />
        {t('Add the example')}
      </Button>
    </div>
  );
}
