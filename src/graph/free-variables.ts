import type * as Acorn from "acorn";
import { loadPackage } from "../util/load-module.ts";

/** A node of the syntax tree (ESTree), seen without its type: the walk below treats most of them alike. */
interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

/** The variables that a piece of JavaScript uses and does not declare, in the order in which they appear. Throws a `SyntaxError` if it is none. */
export function freeVariables(source: string): string[] {
  const { parse } = loadPackage<typeof Acorn>("acorn");
  const program = parse(source, { ecmaVersion: "latest", sourceType: "module" }) as unknown as Node;
  const free = new Set<string>();
  visit(program, undefined);
  return [...free];

  function visit(node: Node, scope: Scope | undefined): void {
    if (node.type === "Identifier") {
      if (!isDeclared(node["name"] as string, scope)) free.add(node["name"] as string);
      return;
    }
    const declared = declaredBy(node);
    const inner = declared.length > 0 ? { names: new Set(declared), outer: scope } : scope;
    const skipped = namesOnly(node);
    for (const [field, value] of Object.entries(node)) if (!skipped.includes(field)) for (const child of nodesIn(value)) visit(child, inner);
  }
}

function isDeclared(name: string, from: Scope | undefined): boolean {
  for (let scope = from; scope; scope = scope.outer) if (scope.names.has(name)) return true;
  return false;
}

/** Fields whose identifiers are names, not variables: `.length`, `{ key: … }`, labels. */
function namesOnly(node: Node): readonly string[] {
  switch (node.type) {
    case "MemberExpression":
      return node["computed"] ? [] : ["property"];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return node["computed"] ? [] : ["key"];
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return ["label"];
    case "MetaProperty":
      return ["meta", "property"];
    default:
      return [];
  }
}

/** The names that hold within a node. A name holds in all of its block, also before its declaration. */
function declaredBy(node: Node): string[] {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
      return [...boundBy(node["id"]), "arguments", ...nodesIn(node["params"]).flatMap(boundBy), ...varsIn(node["body"])];
    case "ArrowFunctionExpression":
      return [...nodesIn(node["params"]).flatMap(boundBy), ...varsIn(node["body"])];
    case "ClassDeclaration":
    case "ClassExpression":
      return boundBy(node["id"]);
    case "Program":
      return [...varsIn(node), ...nodesIn(node["body"]).flatMap(lexicalNames)];
    case "BlockStatement":
    case "StaticBlock":
      return nodesIn(node["body"]).flatMap(lexicalNames);
    case "ForStatement":
      return nodesIn(node["init"]).flatMap(lexicalNames);
    case "ForInStatement":
    case "ForOfStatement":
      return nodesIn(node["left"]).flatMap(lexicalNames);
    case "SwitchStatement":
      return nodesIn(node["cases"]).flatMap((each) => nodesIn(each["consequent"]).flatMap(lexicalNames));
    case "CatchClause":
      return boundBy(node["param"]);
    default:
      return [];
  }
}

/** What a statement declares for the block it stands in. */
function lexicalNames(statement: Node): string[] {
  if (statement.type === "VariableDeclaration") return nodesIn(statement["declarations"]).flatMap((each) => boundBy(each["id"]));
  return statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration" ? boundBy(statement["id"]) : [];
}

/** What `var` declares anywhere in a function's body: it holds in all of the function. */
function varsIn(value: unknown): string[] {
  return nodesIn(value).flatMap((node) => {
    if (/Function/.test(node.type)) return [];
    const own = node.type === "VariableDeclaration" && node["kind"] === "var" ? lexicalNames(node) : [];
    return [...own, ...Object.values(node).flatMap(varsIn)];
  });
}

/** The names in a pattern: `{ a, b: [c = 1, ...d] }` → a, c, d. */
function boundBy(value: unknown): string[] {
  return nodesIn(value).flatMap((pattern) => {
    switch (pattern.type) {
      case "Identifier":
        return [pattern["name"] as string];
      case "ObjectPattern":
        return nodesIn(pattern["properties"]).flatMap((each) => boundBy(each.type === "Property" ? each["value"] : each));
      case "ArrayPattern":
        return boundBy(pattern["elements"]);
      case "AssignmentPattern":
        return boundBy(pattern["left"]);
      case "RestElement":
        return boundBy(pattern["argument"]);
      default:
        return [];
    }
  });
}

function nodesIn(value: unknown): Node[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is Node => typeof (each as Node | null)?.type === "string");
}
