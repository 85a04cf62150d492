package io.vidette.topology.occupancy;

import io.vidette.topology.message.ObjectEvent;
import io.vidette.topology.message.ObjectId;
import io.vidette.topology.message.Passage;

/** Something to report of an object. */
public record Happening(ObjectId object, ObjectEvent.Type type, Passage passage) {}
