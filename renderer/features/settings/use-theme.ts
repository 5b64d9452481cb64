// Puts the chosen theme on the page; "system" leaves the choice to the media query.
import { useEffect } from 'react';
import { useSettings } from '../../api/use-studio';

export function useTheme(): void {
  const theme = useSettings()?.theme ?? 'system';
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  }, [theme]);
}
