import './site.css';
import { startIslands } from './islands';
import { startTimes } from './times';
import { startToggles } from './toggles';

startIslands();
startToggles();
startTimes();
