"""People who look for one another, and what waits for an answer of ``player``."""

from deltacrown.accounts.models import User
from deltacrown.teams.models import Invitation, Listing, Membership, Team
from deltacrown.teams.operations import ask_to_join, invite, look_for_players, look_for_team
from tournaments.core.capabilities import StaffRole
from tournaments.core.models import Game, StaffMember, Tournament
from tournaments.core.staffing import invite_staff
from tournaments.management.demonstrating import people, scenes


def questions_to_player(owner: User) -> None:
    """A team and an organizer ask ``player``; somebody asks to join their team."""
    player = people.account("player")
    if not Invitation.objects.filter(user=player).exists():
        vipers = Team.objects.get(name="Dhaka Vipers")
        invite(
            team=vipers,
            username=player.username,
            role=Membership.Role.SUBSTITUTE,
            message="We need a sixth for the winter season.",
            by=people.stand_in("Dhaka Vipers Captain"),
        )
    own = Team.objects.get(name=scenes.PLAYERS_TEAM[0])
    if not own.invitations.exists():
        message = "I play the controller and have time on weekends."
        ask_to_join(team=own, user=people.stand_in("Nusrat Jahan"), message=message)
    if not StaffMember.objects.filter(user=player).exists():
        cup = Tournament.objects.get(title="eFootball Early Cup")
        invite_staff(cup, user=player, role=StaffRole.CASTER, by=owner)


def listings() -> None:
    """A free agent, and a team with room."""
    player = people.account("player")
    if not Listing.objects.filter(user=player).exists():
        text = "Rusher with a good microphone. Evenings from eight, weekends all day."
        look_for_team(user=player, game=Game.objects.get(slug="pubg-mobile"), text=text)
    rhinos = Team.objects.get(name="Rangpur Rhinos")
    if not rhinos.listings.exists():
        text = "One place free beside four who have played together for two years."
        look_for_players(team=rhinos, text=text, by=people.stand_in("Rangpur Rhinos Captain"))
