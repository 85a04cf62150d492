package io.vidette.topology.stream;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes stream threads that failed out of their group. Each is a member with a name of its own, which stays when its
 * consumer closes; the thread that takes its place has another name and would wait for its partitions until the session
 * of the dead one ends.
 *
 * <p>Threading: {@link #remove} from any thread; it does not wait.
 */
public final class DeadMembers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadMembers.class);

    private final Admin admin;
    private final String group;
    private final String instance;

    /**
     * Of one process.
     *
     * @param instance the members' {@code group.instance.id}, to which Kafka Streams adds the number of the thread
     */
    public DeadMembers(Map<String, Object> client, String group, String instance) {
        this.admin = Admin.create(client);
        this.group = group;
        this.instance = instance;
    }

    /**
     * Lets a thread leave.
     *
     * @param thread its name, which ends with its number
     */
    public void remove(String thread) {
        String member = instance + thread.substring(thread.lastIndexOf('-'));
        // What becomes of it is logged below.
        var unused = admin.removeMembersFromConsumerGroup(
                        group, new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(member))))
                .all()
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("{} stays in the group until its session ends: {}", member, failure.toString());
                    }
                });
    }

    @Override
    public void close() {
        admin.close();
    }
}
