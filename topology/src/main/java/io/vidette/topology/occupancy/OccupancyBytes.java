package io.vidette.topology.occupancy;

import io.vidette.topology.message.ObjectId;
import io.vidette.topology.zone.Point;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Occupancy as bytes, for a camera's state: fields in their order, zones and lines by their number in the order of names. */
public final class OccupancyBytes {
    private OccupancyBytes() {}

    /** Writes it. */
    public static void write(DataOutputStream out, Occupancy occupancy) throws IOException {
        List<String> names = new ArrayList<>(occupancy.shapes().keySet());
        out.writeByte(names.size());
        for (String name : names) {
            out.writeUTF(name);
            out.writeInt(occupancy.shapes().getOrDefault(name, 0));
        }
        out.writeInt(occupancy.visitors().size());
        for (Visitor visitor : occupancy.visitors()) {
            write(out, visitor, names);
        }
        write(out, occupancy.tally());
    }

    /** Reads it back. */
    public static Occupancy read(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        SortedMap<String, Integer> shapes = new TreeMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            String name = in.readUTF();
            names.add(name);
            shapes.put(name, in.readInt());
        }
        List<Visitor> visitors = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            visitors.add(visitor(in, names));
        }
        return new Occupancy(shapes, visitors, tally(in));
    }

    private static void write(DataOutputStream out, Visitor visitor, List<String> names) throws IOException {
        out.writeUTF(visitor.id().toString());
        out.writeUTF(visitor.label());
        out.writeDouble(visitor.foot().x());
        out.writeDouble(visitor.foot().y());
        out.writeDouble(visitor.height());
        out.writeByte(visitor.stays().size());
        for (var entry : visitor.stays().entrySet()) {
            Stay stay = entry.getValue();
            out.writeByte(names.indexOf(entry.getKey()));
            write(out, stay.since());
            write(out, stay.last());
            out.writeByte(stay.phase().code());
            out.writeBoolean(stay.told());
        }
        out.writeByte(visitor.steps().size());
        for (var entry : visitor.steps().entrySet()) {
            out.writeByte(names.indexOf(entry.getKey()));
            out.writeInt(entry.getValue().net());
            out.writeBoolean(entry.getValue().clear());
        }
    }

    private static Visitor visitor(DataInputStream in, List<String> names) throws IOException {
        ObjectId id = ObjectId.parse(in.readUTF());
        String label = in.readUTF();
        Point foot = new Point(in.readDouble(), in.readDouble());
        double height = in.readDouble();
        SortedMap<String, Stay> stays = new TreeMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            String zone = names.get(in.readUnsignedByte());
            stays.put(
                    zone,
                    new Stay(instant(in), instant(in), Stay.Phase.of((char) in.readUnsignedByte()), in.readBoolean()));
        }
        SortedMap<String, Step> steps = new TreeMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            steps.put(names.get(in.readUnsignedByte()), new Step(in.readInt(), in.readBoolean()));
        }
        return new Visitor(id, label, foot, height, stays, steps);
    }

    private static void write(DataOutputStream out, Tally tally) throws IOException {
        out.writeBoolean(tally.start().isPresent());
        if (tally.start().isPresent()) {
            write(out, tally.start().get());
        }
        out.writeBoolean(tally.open());
        out.writeLong(tally.part());
        out.writeInt(tally.rows().size());
        for (var entry : tally.rows().entrySet()) {
            out.writeBoolean(entry.getKey().line());
            out.writeUTF(entry.getKey().name());
            out.writeUTF(entry.getKey().label());
            Tally.Row row = entry.getValue();
            out.writeInt(row.entered());
            out.writeInt(row.left());
            out.writeInt(row.most());
            out.writeInt(row.in());
            out.writeInt(row.out());
        }
    }

    private static Tally tally(DataInputStream in) throws IOException {
        Optional<Instant> start = in.readBoolean() ? Optional.of(instant(in)) : Optional.empty();
        boolean open = in.readBoolean();
        long part = in.readLong();
        SortedMap<Tally.Place, Tally.Row> rows = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            Tally.Place key = new Tally.Place(in.readBoolean(), in.readUTF(), in.readUTF());
            rows.put(key, new Tally.Row(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt()));
        }
        return new Tally(start, open, part, rows);
    }

    private static void write(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
