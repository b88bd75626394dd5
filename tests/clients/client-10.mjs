// Version 4 of the official command line asks for version 10 of the official client, which not every registry has yet: this is version 9 with the four names that it lacks.
export * from '@camunda8/orchestration-cluster-api';

const name = { assumeExists: (value) => value, getValue: (value) => value, isValid: (value) => typeof value === 'string' && value.length > 0 };
export { name as GroupId, name as MappingRuleId, name as RoleId };
export const WaitStateTypeEnum = {};
