import { evaluateCel, parseCel } from './cel.ts'
import { installExpressionEngines } from './engines.ts'
import { patternMatches, patternProblem } from './pattern.ts'

installExpressionEngines({ parseCel, evaluateCel, patternProblem, patternMatches })
