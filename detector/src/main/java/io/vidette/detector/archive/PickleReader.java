package io.vidette.detector.archive;

import io.vidette.detector.archive.Pickled.Bool;
import io.vidette.detector.archive.Pickled.Dict;
import io.vidette.detector.archive.Pickled.Global;
import io.vidette.detector.archive.Pickled.Instance;
import io.vidette.detector.archive.Pickled.Int;
import io.vidette.detector.archive.Pickled.None;
import io.vidette.detector.archive.Pickled.Persistent;
import io.vidette.detector.archive.Pickled.Real;
import io.vidette.detector.archive.Pickled.Sequence;
import io.vidette.detector.archive.Pickled.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pickle of protocol 2 to 5 (PEP 307, 3154, 574) into an inert tree. No class is looked up and nothing is called;
 * a name outside {@link AllowedGlobals} is refused. Memory is bounded by {@link #MAX_BYTES} and {@link #MAX_VALUES}; the
 * pickle of YOLOv5x has 0.3 MB and 60,000 values.
 */
public final class PickleReader {
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_VALUES = 4_000_000;
    private static final int MAX_MARKS = 1000;

    private final PickleInput in;
    private final Map<Integer, Pickled> memo = new HashMap<>();
    /** The stacks below each mark that is still open. */
    private final Deque<List<Pickled>> marked = new ArrayDeque<>();

    private List<Pickled> stack = new ArrayList<>();
    private int steps;

    /** By their keys. */
    private final Map<String, StorageRef> storages = new HashMap<>();

    private PickleReader(byte[] pickle, int from) {
        in = new PickleInput(pickle, from);
    }

    /**
     * A pickle that others follow.
     *
     * @param end index of the byte behind it
     * @param storages that it refers to, by their keys
     */
    record Part(Pickled value, int end, Map<String, StorageRef> storages) {}

    /** Reads the pickle that starts at an index of the bytes. */
    static Part readPart(byte[] bytes, int from) {
        PickleReader reader = new PickleReader(bytes, from);
        Pickled value = reader.run();
        return new Part(value, reader.in.position(), Map.copyOf(reader.storages));
    }

    /**
     * Reads one pickle.
     *
     * @throws MalformedArchiveException in one line, when it is broken, too large, or names what no checkpoint needs
     */
    public static Pickled read(byte[] pickle) {
        return readWhole(pickle).value();
    }

    /** The same, with the storages that it refers to. */
    static Part readWhole(byte[] pickle) {
        if (pickle.length > MAX_BYTES) {
            throw new MalformedArchiveException("its pickle has " + pickle.length + " bytes, more than " + MAX_BYTES);
        }
        return readPart(pickle, 0);
    }

    private Pickled run() {
        if (in.unsignedByte() != 0x80) {
            throw new MalformedArchiveException("its pickle does not start as one of protocol 2 or later");
        }
        int protocol = in.unsignedByte();
        if (protocol < 2 || protocol > 5) {
            throw new MalformedArchiveException("its pickle has protocol " + protocol + ", not 2 to 5");
        }
        for (int opcode = in.unsignedByte(); opcode != '.'; opcode = in.unsignedByte()) {
            if (++steps > MAX_VALUES) {
                throw new MalformedArchiveException("its pickle has more than " + MAX_VALUES + " steps");
            }
            step(opcode);
        }
        return pop();
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x95 -> in.skip(Long.BYTES); // the length of a frame, a hint for streams
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(top());
            case 'q' -> memo.put(in.unsignedByte(), top());
            case 'r' -> memo.put(in.signedInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(recall(in.unsignedByte()));
            case 'j' -> push(recall(in.signedInt()));
            case 'a' -> append(List.of(pop()));
            case 'e', 0x90 -> append(popMark());
            case 's' -> setTopTwo();
            case 'u' -> setItems(popMark());
            case 'b' -> build(pop());
            default -> push(value(opcode));
        }
    }

    private Pickled value(int opcode) {
        return switch (opcode) {
            case 'N' -> None.NONE;
            case 0x88 -> new Bool(true);
            case 0x89 -> new Bool(false);
            case 'J' -> new Int(in.signedInt());
            case 'K' -> new Int(in.unsignedByte());
            case 'M' -> new Int(in.unsignedShort());
            case 0x8a -> new Int(in.wideInteger(in.unsignedByte()));
            case 'G' -> new Real(in.bigEndianDouble());
            case 'X', 'T' -> new Text(in.text(in.unsignedCount()));
            case 0x8c, 'U' -> new Text(in.text(in.unsignedByte()));
            case 0x8d -> new Text(in.text(in.longCount()));
            case 'B' -> in.blob(in.unsignedCount());
            case 'C' -> in.blob(in.unsignedByte());
            case 0x8e, 0x96 -> in.blob(in.longCount());
            case ']', ')', 0x8f -> new Sequence(List.of());
            case 'l', 't', 0x91 -> new Sequence(popMark());
            case 0x85 -> new Sequence(popLast(1));
            case 0x86 -> new Sequence(popLast(2));
            case 0x87 -> new Sequence(popLast(3));
            case '}' -> new Dict();
            case 'd' -> dictOf(popMark());
            case 'c' -> global(in.line(), in.line());
            case 0x93 -> stackGlobal();
            case 'R', 0x81 -> call(pop(), pop());
            case 0x92 -> callWithNames();
            case 'Q' -> persistent(pop());
            default ->
                throw new MalformedArchiveException(
                        "its pickle has the instruction 0x%02x, which PyTorch does not write".formatted(opcode));
        };
    }

    /** Up to PyTorch 1.5 the class of a module came with its source, which is passed over. */
    private Pickled persistent(Pickled id) {
        if (id instanceof Sequence parts
                && parts.items().size() >= 4
                && parts.items().get(0) instanceof Text kind) {
            if (kind.value().equals("module") && parts.items().get(1) instanceof Global type) {
                return type;
            }
            if (parts.items().get(1) instanceof Global type && parts.items().get(2) instanceof Text key) {
                boolean counted = parts.items().size() >= 5;
                storages.put(
                        key.value(),
                        new StorageRef(type, counted && parts.items().get(4) instanceof Int count ? count.value() : 0));
            }
        }
        return new Persistent(id);
    }

    private void mark() {
        if (marked.size() == MAX_MARKS) {
            throw new MalformedArchiveException("its pickle is nested deeper than " + MAX_MARKS);
        }
        marked.push(stack);
        stack = new ArrayList<>();
    }

    private List<Pickled> popMark() {
        List<Pickled> items = stack;
        if (marked.isEmpty()) {
            throw broken();
        }
        stack = marked.pop();
        return items;
    }

    private List<Pickled> popLast(int count) {
        if (stack.size() < count) {
            throw broken();
        }
        List<Pickled> last = stack.subList(stack.size() - count, stack.size());
        List<Pickled> items = List.copyOf(last);
        last.clear();
        return items;
    }

    private Pickled pop() {
        return popLast(1).get(0);
    }

    private Pickled top() {
        if (stack.isEmpty()) {
            throw broken();
        }
        return stack.get(stack.size() - 1);
    }

    private void push(Pickled value) {
        stack.add(value);
    }

    private Pickled recall(int index) {
        @Nullable Pickled value = memo.get(index);
        if (value == null) {
            throw broken();
        }
        return value;
    }

    private Global global(String module, String name) {
        if (!AllowedGlobals.allows(module, name)) {
            throw MalformedArchiveException.withRemedy(
                    "its pickle names " + module + "." + name + ", which no YOLO checkpoint needs",
                    "it may be an attack: take weights from people you trust");
        }
        return new Global(module, name);
    }

    private Global stackGlobal() {
        if (pop() instanceof Text name && pop() instanceof Text module) {
            return global(module.value(), name.value());
        }
        throw broken();
    }

    /** Records a call. The containers that Python's standard library builds this way are plain containers here. */
    private Pickled call(Pickled arguments, Pickled callee) {
        if (!(callee instanceof Global type) || !(arguments instanceof Sequence sequence)) {
            throw broken();
        }
        return switch (type.name()) {
            case "OrderedDict" -> orderedDict(sequence.items());
            case "set", "frozenset" ->
                sequence.items().size() == 1 && sequence.items().get(0) instanceof Sequence items
                        ? items
                        : new Sequence(List.of());
            default -> new Instance(type, sequence.items());
        };
    }

    private Pickled callWithNames() {
        pop(); // named arguments, of which no tensor or module makes use
        return call(pop(), pop());
    }

    /** Python 2 wrote an ordered dictionary as a list of pairs, Python 3 adds its items later. */
    private Dict orderedDict(List<Pickled> arguments) {
        List<Pickled> flat = new ArrayList<>();
        if (arguments.size() == 1 && arguments.get(0) instanceof Sequence pairs) {
            for (Pickled pair : pairs.items()) {
                if (!(pair instanceof Sequence two)) {
                    throw broken();
                }
                flat.addAll(two.items());
            }
        }
        return dictOf(flat);
    }

    private static Dict dictOf(List<Pickled> keysAndValues) {
        Dict dict = new Dict();
        putAll(dict, keysAndValues);
        return dict;
    }

    private static void putAll(Dict dict, List<Pickled> keysAndValues) {
        if (keysAndValues.size() % 2 != 0) {
            throw broken();
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            dict.entries().put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    private void append(List<Pickled> items) {
        if (!(top() instanceof Sequence sequence)) {
            throw broken();
        }
        sequence.items().addAll(items);
    }

    private void setTopTwo() {
        setItems(popLast(2));
    }

    private void setItems(List<Pickled> keysAndValues) {
        if (!(top() instanceof Dict dict)) {
            throw broken();
        }
        putAll(dict, keysAndValues);
    }

    private void build(Pickled state) {
        if (top() instanceof Instance instance) {
            instance.build(state);
        }
    }

    private static MalformedArchiveException broken() {
        return new MalformedArchiveException("its pickle is broken");
    }
}
