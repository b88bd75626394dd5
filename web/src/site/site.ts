import './site.css';
import { startIslands } from './islands';
import { startKeys } from './keys';
import { startTimes } from './times';
import { startToggles } from './toggles';

startIslands();
startToggles();
startTimes();
startKeys();
