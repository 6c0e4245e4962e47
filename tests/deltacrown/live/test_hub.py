import asyncio

from deltacrown.live.hub import BEAT, Hub, News

CUP, MATCH, INBOX = "tournament:5", "match:7", "user:3"


def told(viewer):
    """What ``viewer`` is told next, as (kind, topic, number)."""
    news = asyncio.run(asyncio.wait_for(viewer.news(), timeout=1))
    return [(*each.key, each.number) for each in news]


def is_told_nothing(viewer):
    async def waits():
        try:
            await asyncio.wait_for(viewer.news(), timeout=0.01)
        except TimeoutError:
            return True
        return False

    return asyncio.run(waits())


def a_hub():
    """One viewer, who knows the cup at version 4 and the match at 2."""
    hub = Hub()
    first = hub.join([CUP, MATCH])
    hub.learn({CUP: 4, MATCH: 2})
    told(first)
    return hub, first


def test_news_are_put_into_words_once():
    news = News.of("version", CUP, 12)

    assert news.event == b'event: version\ndata: {"topic": "tournament:5", "version": 12}\n\n'
    assert news.text == '{"type": "version", "topic": "tournament:5", "version": 12}'


def test_who_comes_is_told_where_each_topic_stands():
    hub, _first = a_hub()

    assert told(hub.join([CUP, MATCH])) == [("version", CUP, 4), ("version", MATCH, 2)]


def test_each_is_told_what_it_watches():
    hub, one = a_hub()
    other = hub.join([MATCH])
    told(other)

    hub.learn({CUP: 5, INBOX: 1})

    assert told(one) == [("version", CUP, 5)]
    assert is_told_nothing(other)


def test_what_is_known_already_or_late_is_not_told():
    hub, viewer = a_hub()

    hub.learn({CUP: 4})
    hub.learn({CUP: 3})

    assert is_told_nothing(viewer)


def test_a_slow_viewer_keeps_the_newest_version_alone():
    hub, viewer = a_hub()

    for number in range(5, 10_000):
        hub.learn({CUP: number, MATCH: number})

    assert len(viewer._pending) == 2
    assert told(viewer) == [("version", CUP, 9999), ("version", MATCH, 9999)]


def test_a_topic_is_read_when_its_first_viewer_comes_and_forgotten_with_the_last():
    async def scene():
        hub = Hub()
        viewer = hub.join([CUP])
        first = await hub.asked()
        hub.learn({CUP: 4})
        hub.join([CUP])
        hub.part(viewer)
        hub.part(next(iter(hub.viewers)))
        hub.learn({CUP: 5})
        late = hub.join([CUP])
        return first, await hub.asked(), late

    first, again, late = asyncio.run(scene())

    assert (first, again) == ([CUP], [CUP])
    assert is_told_nothing(late)


def test_what_nobody_watches_any_more_is_not_read():
    async def scene():
        hub = Hub()
        hub.part(hub.join([CUP]))
        hub.join([MATCH])
        return await hub.asked()

    assert asyncio.run(scene()) == [MATCH]


def test_counts_are_told_of_public_topics_when_they_change():
    hub, one = a_hub()
    other = hub.join([CUP, INBOX])
    told(other)

    hub.count()

    assert told(one) == [("viewers", CUP, 2), ("viewers", MATCH, 1)]
    assert told(other) == [("viewers", CUP, 2)]
    hub.count()
    assert is_told_nothing(one)


def test_who_comes_between_two_counts_is_told_the_last():
    hub, _one = a_hub()
    hub.count()

    assert told(hub.join([CUP])) == [("version", CUP, 4), ("viewers", CUP, 1)]


def test_who_waits_is_woken():
    async def scene():
        hub = Hub()
        viewer = hub.join([CUP])
        waiting = asyncio.create_task(viewer.news())
        await asyncio.sleep(0)
        hub.learn({CUP: 1})
        viewer.tell(BEAT)
        return [each.key for each in await waiting]

    assert asyncio.run(scene()) == [("version", CUP), ("beat", "")]


def test_when_it_closes_everybody_leaves_and_nobody_comes_in():
    async def scene():
        hub = Hub()
        waiting = asyncio.create_task(hub.join([CUP]).news())
        await asyncio.sleep(0)
        hub.close()
        return await waiting, await hub.join([CUP]).news()

    assert asyncio.run(scene()) == ([], [])
