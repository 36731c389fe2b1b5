"""Frequent first names that nearly always go with one pronoun; names used for both are left out on purpose."""

from __future__ import annotations

_HE = """
aaron abdul abdullah abraham adam ahmed alan albert alberto alejandro aleksandr alexander alexei alfred ali
allen amir anatoly anders andre andreas andrei andrew andriy andy angelo anthony antonio antony arnold arthur
artur barack barry ben benjamin benny bernard bernie bill bob bobby boris brad bradley brandon brendan brett
brian bruce bryan carl carlos chad charles charlie christian christopher chuck clarence clint clyde colin
conor craig curtis dale damian daniel danny dante darren darryl daryl dave david dean denis dennis derek diego
dimitri dmitri dmitry dmytro dominic don donald doug douglas dwight earl ed eddie edgar eduardo edward edwin
eli elijah elliott emmanuel enrique eric erik ernest ethan eugene evan felipe fernando francis francisco frank
franklin fred frederick friedrich gabriel garry gary gavin geoff george gerald gerard gerhard giorgio giovanni
giuseppe glenn gordon graham greg gregory guillermo gus gustavo guy hamid hans harold harrison harry hassan
hector henry herbert herman howard hugh hugo hussein ian ibrahim igor ike isaac ivan jack jacob jacques jaime
jake jamal james jared jason javier jay jean-claude jeff jefferson jeffrey jeremy jerome jerry jim jimmy
joachim joao joe joel johan john johnny jon jonathan jorge jose josef joseph josh joshua juan julian julio
justin karl keith ken kenneth kevin klaus konstantin kurt kyle lars larry lawrence leo leon leonard leonid
leonardo liam lloyd logan lorenzo louis luca lucas luis luke mahmoud malcolm manuel marc marcel marco marcus
mario mark marshall martin marty marvin mateo mathew matt matteo matthew maurice max maxim mehmet michael
micheal miguel mike mikhail mitch mitchell mitt mohamed mohammad mohammed mohsen muhammad mustafa mykhailo
nathan neal ned neil nelson newt nicholas nick nicolas nigel nikita nikolai noah norman oleg oleksandr oleksiy
oliver omar oscar osama otto owen pablo patrick paul pavel pedro pete peter phil philip phillip pierre rafael
ralph ramon randy raul ray raymond reginald rex ricardo rich richard rick ricky rob robert roberto rodney
rodrigo roger roland roman ron ronald ronny ross roy ruben rudy rupert russell ryan salvador samuel santiago
saul scott sean sebastian serge sergei sergey serhiy sergio seth shane shaun simon stanislav stanley stefan
stephen steve steven stuart taras ted terrence theodore thomas tim timothy todd tom tomas tommy tony travis
trevor tyler vadim valery vance vernon victor vince vincent viktor vitaly vitali vladimir vladislav volodymyr
wade wallace walter warren wayne wilhelm willem william winston wolfgang xavier yevgeny yuri yusuf zachary
recep narendra mahathir anwar benyamin benjamin itamar yoav naftali ehud shimon yitzhak sanjay rajesh rahul
arvind imran shehbaz nawaz kenji shinzo fumio hiroshi takeshi hamish alasdair callum ewan rishi keir tobias
sven bjorn jens olaf olof mats ulf pekka jukka petteri janusz lech mateusz andrzej jaroslaw tadeusz zoltan
laszlo ferenc
abdel abdelfattah abdulaziz ajay akira aleksandar aleksander alessandro alessio alexandre amadou amit anand
anil arne arno arturo ashok augusto axel ayman baptiste bart bashar bastian benito bent bernardo bert binyamin
bogdan bruno cesar christophe claudio cornelius cristian cyril damien dan darrel darrell davide deepak desmond
devin dexter didier dieter dinesh dirk domenico dominick donnie duane dylan edmund egon einar elmer emil
emilio emmett enzo ernesto ernie errol esteban etienne ezra fabian fabio fabrice fahad faisal federico
ferdinand fidel filippo florian francois frankie freddie freddy frederic gaston geoffrey georg gianni gilbert
gilberto gilles gino girish giulio goodluck goran gregor guido guillaume gunther gustav hakeem hal hamad hank
haruki harvey heinz helmut henri henrik herb hernan herve hideo horst hubert humberto ichiro ignacio imre ingo
isaiah ismail ivo jaap jakob janos jarrod jasper jeremiah jermaine jerzy joaquin jock joey jonas jorg joris
jozef juergen julien junichiro jurgen kamal kareem karel karim kaspar kasper kazuo kevan khaled khalid kieran
kjell klaas kurtis kwame lachlan lamont laurent leif leopold leroy lionel lothar luciano lucien ludwig luigi
luiz maarten magnus majid manfred manny marcin marcos marek markus martijn masahiro massimo mathias mathieu
matthias matthijs mattias mauricio maurizio mauro mehdi michal michel mick mickey mikael milo milos mirko
miroslav mohamad mohamud moises mort moshe muammar muhammadu mukesh murat mustapha myron nabil najib naoto
nasser nate nathaniel nico nicolae niels niklas nils nitin octavio ole olivier olusegun orrin osman ottmar
paolo patrice paulo peder petr philippe pier pieter pietro piotr pranab quentin quim radoslaw raila raimund
rainer ralf ramesh raphael rashid ravi raymundo reggie reinhard remi renato rene reto reuben reza riccardo
rodolfo rogelio rohit rolf romain ronan rory rudolf rufus ruud saad sadiq saeed salman sami samir sammy sandro
sanjeev satoshi satya seamus sebastien selim sendhil shashi shawn shigeru shmuel siegfried sigmar silvan
silvio simeon slavko slobodan stavros stefano stephane stewart suleiman sundar sunil suresh sverre sylvester
tad takashi tamim tarek tariq taro tayyip teddy terrance thabo thad thaddeus theo thierry tibor tidjane timo
toby tomasz tomislav tommaso tor torsten traian troy turki udo uhuru ulrich umar umberto urs usman uwe vaclav
valdis valentin vicente vijay vikram viktoras vito vivek vlad volker wael walid werner wes wilbur wilfred
willie wim wojciech woody yair yanis yann yannick yasser yasuhiro yiannis yoshihide yoshiro yousef youssef
yoweri yves zach zack zaid zane zdenek zeke ziad zoran
"""
_SHE = """
abigail ada agnes aisha alexandra alice alicia alison allison alyssa amanda amelia amina amy ana anastasia
andrea angela angelica angelina anita ann anna annalena anne annette annie antonia april ashley asma astrid
audrey barbara beatrice becky bella bernadette beth betsy betty beverly bianca birgit bonnie brenda bridget
brigitte brittany camila carla carmen carol carole carolina caroline carolyn cassandra catherine cathy cecilia
celia charlotte chelsea cheryl chloe christina christine claire clara claudia colleen condoleezza connie
constance cristina cynthia daisy danielle daniela daria deborah debra denise diana diane dolores donna doris
dorothy edith eileen elaine eleanor elena elise elisabeth elizabeth ella ellen elsa emily emma erica erika
erin esther eva evelyn fatima federica felicia fiona florence frances francesca gabriela gabrielle gail gemma
georgia gertrude gina giorgia giulia gladys gloria grace greta gretchen hannah harriet heather heidi helen ida
helena helene hilary hillary holly ilse inga ingrid irene irina iris isabel isabella isabelle ivana ivanka
jackie jacqueline jane janet janice jeanne jeannette jennifer jenny jessica jill joan joanna joanne josephine
joyce juanita judith judy julia juliana julie june kaja karen karin karla karoline kate katherine kathleen
kathryn kathy katie katya kayleigh kellyanne kimberly kirsten krista kristen kristin kristina lana larisa
laura lauren leila lena leticia lila lillian linda lisa liz liza lois loretta lori lorraine louise lucia lucy
ludmila luisa lydia lyudmila mackenzie madeleine madeline magdalena maggie manuela marcia margaret margarita
maria mariam marianne marie marilyn marina marine marissa marjorie marlene martha mary maryam matilda maureen
maya megan melania melanie melissa mercedes michele michelle mildred miranda miriam moira molly monica muriel
nadia nancy naomi natalia natalie natasha nicola nicole nina nora norma oksana olena olga olivia ophelia
pamela patricia patti paula pauline peggy penelope penny petra phyllis polina priscilla rachel ramona rebecca
regina renee rhonda rita roberta rosa rosalind rose rosemary roxanne ruth sabrina sally samantha sandra sanna
sara sarah selma shannon sharon sheila shelley shirley silvia simone sofia sonia sonya sophia sophie stacey
stella stephanie sue susan susana susanna suzanne svetlana sviatlana svitlana sylvia tamara tammy tanya tara
tatiana tatyana teresa thelma theresa tiffany tina tracy tulsi ursula valentina valerie vanessa vera veronica
victoria viktoria violet virginia vivian wanda wendy yolanda yulia yvette yvonne zoe zainab jacinda mette
magdalena kamala usha pam kristi karoline nikki annika aino katja riitta kersti dalia salome maia zuzana
abbie abby adele adriana adrienne agnieszka aileen akiko alejandra alexis alina aline allie alma aminata
anabel anastacia anette angie anika anjali annabel annegret antoinette aparna ariana arianna arlene aurelie
ava ayesha barb beata beatriz belinda benazir berangere bernice bess bethany bette birgitta bobbie bonita
brianna bridgette caitlin callie candace candice carly carmela carrie cassie catharine cathleen cecile celeste
chantal charlene chelsey cherie chiara christa christie cindy claudette clementine concetta consuelo corinne
darlene deanna debbie debby deirdre della denisse desiree dianne dilma dina dolly dolors dominique dora
dorothea edna effie ekaterina elaina eleanora eliza ellie elodie eloise elsie elvira emilia emilie emmanuelle
ernestine esperanza estelle ethel etta eugenia eunice evangeline ewa fay fleur francine francoise freda frida
genevieve geraldine gesine ginny giselle graca graciela gro gudrun gwen gwendolyn hanna hattie hege heike
helle heloise henrietta hina ilona imelda imogen indira ines inez ingeborg jacklyn jaclyn jadwiga jana janelle
janine jeanette jeanine jen jenna jeri jerri jocelyn jodi jodie joice joni jorunn juliet juliette justine
jutta kara karina karyn katarina katarzyna katharina katharine kathie katrin katrina kay kayla keiko keisha
kelley kendra kerri kerstin kiersten kimberley kirstie kirstin kjersti ksenia laetitia latonya latoya laverne
leah leanne lenora leona leonor letizia libby lidia lilian lilly lily lise lizzie lola loreen lorena lorna
lucie lucille lucinda luella lynda lynette lynn lynne lyubov mabel magda makiko malala malgorzata malia mamata
mamie mandy mara marcella margarete margarida margie margot margrethe marian mariana maribel mariel marietta
marilynn marisol marit marla marlena marsha marta maryann maryanne mathilde maude mavis maxine mayawati meg
meghan megyn melinda melody meryl mia michaela michiko mimi mindy minnie mireia mirjam mitzi mollie mona myra
myrna nadezhda nadine najat nan nanette naomie natalya nathalie neha nellie nelly nettie ngozi ninette nirmala
nkosazana noreen noriko odette olesya oprah pauletta pia pilar pooja portia priya queenie rachida raquel
rebekah rhoda rihanna rochelle romy rosanna roseanne rosie roslyn rowena roxana ruthie sabine sadie salma
segolene serena shana sharlene sharyl shawna sheri sherri sherry shonda sigrid silke simona siobhan siv smriti
soledad solveig sonali sondra sonja soraya stacie stacy sunita sushma sybil sylvi sylvie tabitha tamar tamika
tania taryn tatjana tawana teri terri tess thea theodora theresia tilda tomoko toni tonya tove tracey trisha
trudy ulrike ute valentyna valeria verna vicki vickie vicky virginie vivien vivienne wilma winifred winnie
xenia yasmin yasmine yingluck ylva yoko yuko yuliya yuriko zelda zsuzsanna zuzanna
"""

LEANING = dict.fromkeys(
    """chris alex sam jamie terry lee pat jan kris lou morgan rand wes spencer wesley garrett floyd duncan
    kirk kent will""".split(),
    "he",
) | dict.fromkeys(
    """jess kerry sandy courtney jean paige hope faith hazel ruby amber jasmine dawn joy kim dana leslie
    robin jackie""".split(),
    "she",
)
"""Names of men and women both, by what is likelier in news: it only tips a balance."""

PRONOUN_OF = dict.fromkeys(_HE.split(), "he") | dict.fromkeys(_SHE.split(), "she")
