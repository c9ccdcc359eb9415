"""Where a node stands in its document, and which type is expected there."""

from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    visit,
)

from sandbox.admin_schema import admin_schema


class Places:
    def __init__(self, document: DocumentNode) -> None:
        types = TypeInfo(admin_schema())
        seen = _Seen(types)
        visit(document, TypeInfoVisitor(types, seen))
        self.written_ids = seen.written_ids
        self._types = seen.types
        self._owners = seen.owners
        self._parents = _parents(document)

    def parent(self, node: Node) -> Node:
        return self._parents[id(node)]

    def holder(self, value: Node) -> ArgumentNode | ObjectFieldNode | None:
        """The argument or input field that a value was written for."""
        node: Node | None = value
        while node is not None and not isinstance(node, ArgumentNode | ObjectFieldNode):
            node = self._parents.get(id(node))
        return node

    def expected(self, holder: Node) -> str:
        return self._types.get(id(holder), "")

    def input_type(self, value: Node) -> str:
        """The input object that an object literal stands for."""
        return self._owners.get(id(value), "")

    def path(self, node: Node) -> list[Any]:
        steps: list[str] = []
        step: Node | None = node
        while step is not None:
            steps.extend(_step(step))
            step = self._parents.get(id(step))
        return steps[::-1]


class _Seen(Visitor):
    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._info = types
        self.types: dict[int, str] = {}  # of arguments and input fields
        self.owners: dict[int, str] = {}  # of object literals
        self.written_ids: list[tuple[Node, str]] = []

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        self._note(node)

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        self._note(node)

    def enter_object_value(self, node: Node, *_: Any) -> None:
        self.owners[id(node)] = str(get_named_type(self._info.get_input_type()))

    def _note(self, node: ArgumentNode | ObjectFieldNode) -> None:
        expected = self._info.get_input_type()
        self.types[id(node)] = str(expected)
        if isinstance(node.value, StringValueNode) and str(get_named_type(expected)) == "ID":
            self.written_ids.append((node, node.value.value))


def _parents(document: DocumentNode) -> dict[int, Node]:
    parents: dict[int, Node] = {}
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        for key in node.keys:
            value = getattr(node, key, None)
            for child in value if isinstance(value, list | tuple) else [value]:
                if isinstance(child, Node):
                    parents[id(child)] = node
                    waiting.append(child)
    return parents


def _step(node: Node) -> list[str]:
    if isinstance(node, OperationDefinitionNode):
        return [f"{node.operation.value} {node.name.value}" if node.name else node.operation.value]
    if isinstance(node, FragmentDefinitionNode):
        return [f"fragment {node.name.value}"]
    if isinstance(node, FieldNode):
        return [(node.alias or node.name).value]
    if isinstance(node, ArgumentNode | ObjectFieldNode):
        return [node.name.value]
    return []
